from portal.engines.ports import free_port


class TestFreePort:
    def test_is_the_preferred_one_where_nobody_listens(self):
        preferred = free_port()

        assert free_port(preferred) == preferred

    def test_is_another_where_the_preferred_one_is_taken(self, taken):
        assert free_port(taken) != taken
