from portal.up import kept


class TestChoices:
    def test_stay_from_one_start_to_the_next(self, tmp_path):
        first = kept.choices(tmp_path, free_ports=True)

        assert kept.choices(tmp_path, free_ports=True) == first

    def test_are_for_the_owner_s_eyes_alone(self, tmp_path):
        kept.choices(tmp_path, free_ports=True)

        assert (tmp_path / "chosen.json").stat().st_mode & 0o777 == 0o600

    def test_are_secrets_that_differ_from_place_to_place(self, tmp_path):
        (tmp_path / "here").mkdir()
        (tmp_path / "there").mkdir()

        here = kept.choices(tmp_path / "here", free_ports=True)
        there = kept.choices(tmp_path / "there", free_ports=True)

        assert len(here.secret_key) >= 50
        assert here.secret_key != there.secret_key
        assert here.sandbox_secret != there.sandbox_secret

    def test_give_way_where_a_port_is_taken_and_come_back_after(self, tmp_path, taken):
        first = kept.choices(tmp_path, free_ports=True)
        kept._keep(kept.replace(first, port=taken), tmp_path / "chosen.json")

        assert kept.choices(tmp_path, free_ports=True).port != taken
        assert str(taken) in (tmp_path / "chosen.json").read_text()
