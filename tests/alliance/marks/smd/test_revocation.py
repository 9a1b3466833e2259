from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from alliance.marks.smd import Authority, BadList, revocation

LIST = b"""\
1,2022-11-22T02:13:05.0Z
smd-id,insertion-datetime
0000001731373633629261-65535,2013-07-15T15:42:00.0Z
000000671669082937593-65535,2022-11-22T02:13:05.0Z
"""
ISSUED = datetime(2022, 11, 22, 2, 13, 5, tzinfo=UTC)


class TestTheListOfRevokedMarks:
    def test_says_what_was_revoked_and_when(self):
        revoked = revocation.read_smdrl(LIST)

        assert revoked.revoked_at("000000671669082937593-65535") == ISSUED
        assert revoked.revoked_at("000000671669082937593-65536") is None

    def test_is_stale_after_a_day(self):
        revoked = revocation.read_smdrl(LIST)

        assert revoked.issued_at == ISSUED
        assert not revoked.is_stale(at=ISSUED + timedelta(days=1))
        assert revoked.is_stale(at=ISSUED + timedelta(days=1, seconds=1))

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            LIST[:-20],
            LIST.replace(b"1,", b"2,", 1),
            LIST.replace(b"smd-id", b"id"),
            LIST.replace(b"0000001731373633629261-65535", b"=1+1"),
            LIST.replace(b"2013-07-15T15:42:00.0Z", b"2013-07-15"),
            b"<html>Not found</html>",
            b"\xff\xfe\x00",
        ],
    )
    def test_is_refused_whole_when_any_of_it_is_damaged(self, raw):
        with pytest.raises(BadList):
            revocation.read_smdrl(raw)


class TestTheListOfRevokedCertificates:
    def test_names_the_revoked_signer_alone(self, home):
        good, revoked = (
            x509.load_pem_x509_certificate((home.folder / name).read_bytes())
            for name in ("signer.crt", "revoked-signer.crt")
        )

        assert home.authority.crl.entries.keys() == {revoked.serial_number}
        assert home.authority.crl.revoked_at(good.serial_number) is None

    def test_knows_when_the_next_one_is_due(self, home, at):
        crl = home.authority.crl

        assert not crl.is_stale(at=at + timedelta(days=30))
        assert crl.is_stale(at=at + timedelta(days=31))

    def test_may_come_as_der(self, home):
        crl = x509.load_pem_x509_crl(home.crl.read_bytes())

        der = revocation.read_crl(crl.public_bytes(Encoding.DER), ca=home.authority.ca)

        assert der == home.authority.crl

    def test_is_the_authority_s_by_signature_not_by_name(self, home, stranger):
        assert home.authority.ca.subject == stranger.authority.ca.subject

        with pytest.raises(BadList):
            Authority.read(
                ca=home.ca.read_bytes(),
                crl=stranger.crl.read_bytes(),
                smdrl=home.smdrl.read_bytes(),
            )

    @pytest.mark.parametrize("raw", [b"", b"-----BEGIN X509 CRL-----\n", b"\x30\x03"])
    def test_is_refused_when_it_is_none(self, home, raw):
        with pytest.raises(BadList):
            revocation.read_crl(raw, ca=home.authority.ca)
