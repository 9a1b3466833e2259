from datetime import timedelta

from alliance.marks.demo_authority import DemoAuthority
from alliance.marks.demo_authority.authority import smd_id


class TestTheFolder:
    def test_hides_its_keys(self, home):
        secret = list(home.folder.glob("*.key"))

        assert {key.name for key in secret} == {
            "ca.key",
            "signer.key",
            "revoked-signer.key",
        }
        assert {key.stat().st_mode & 0o777 for key in secret} == {0o600}

    def test_is_the_same_authority_when_opened_again(self, home, at):
        before = {file.name: file.read_bytes() for file in home.folder.iterdir()}

        DemoAuthority.open(home.folder, at=at)

        assert before == {
            file.name: file.read_bytes() for file in home.folder.iterdir()
        }

    def test_renews_stale_lists_and_forgets_nothing_on_them(self, tmp_path, at):
        demo = DemoAuthority.open(tmp_path, at=at)
        demo.revoke(smd_id(1), at=at)
        later = at + timedelta(days=40)
        assert demo.authority.crl.is_stale(at=later)

        DemoAuthority.open(tmp_path, at=later)

        assert not demo.authority.crl.is_stale(at=later)
        assert not demo.authority.smdrl.is_stale(at=later)
        assert demo.authority.smdrl.revoked_at(smd_id(1)) == at
        assert set(demo.authority.crl.entries.values()) == {at}
