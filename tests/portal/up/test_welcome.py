import json

from portal.up.welcome import logins


class TestLogins:
    def test_are_a_table_of_those_whom_the_story_knows(self, tmp_path):
        (tmp_path / "demo").mkdir()
        (tmp_path / "demo" / "logins.json").write_text(
            json.dumps(
                [
                    {"name": "Ada", "email": "ada@a.example", "password": "a b c"},
                    {
                        "name": "山田",
                        "email": "y@b.example",
                        "password": "d",
                        "role": "R",
                    },
                ]
            )
        )

        heading, ada, yamada = logins(tmp_path).splitlines()

        assert heading.split()[:3] == ["Name", "Organisation", "Role"]
        assert "ada@a.example   a b c" in ada
        # Two Chinese characters are as wide as four letters.
        assert heading.index("Role") - yamada.index("R") == 2

    def test_are_nothing_where_no_story_was_told(self, tmp_path):
        assert logins(tmp_path) == ""
