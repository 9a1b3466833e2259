import base64
from copy import deepcopy
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from django.utils.translation import override
from lxml import etree

from alliance.marks import smd
from alliance.marks.demo_authority import forgeries, keys
from alliance.marks.demo_authority.authority import REVOKED_SIGNER, smd_id
from alliance.marks.demo_authority.marks import COURT_MARK, TRADEMARK
from alliance.marks.demo_authority.specimens import YEAR
from alliance.marks.smd import Refusal, Trust
from alliance.marks.smd.document import DS
from alliance.marks.smd.envelope import MAX_BYTES, TOO_LARGE, unwrap

LISTED = 500
SHA_256 = SHA256()


@pytest.fixture
def signed(home, at):
    """Signs a mark that holds for a year on either side of now."""

    def sign(*marks, by=home, begins=at - YEAR, ends=at + YEAR, serial=1, **how):
        marks = marks or (TRADEMARK,)
        return by.sign(*marks, serial=serial, not_before=begins, not_after=ends, **how)

    return sign


@pytest.fixture
def refusal(trust, at):
    def of(file, *, trust=trust, at=at):
        with pytest.raises(smd.Refused) as refused:
            smd.verify(file, trust=trust, at=at)
        return refused.value

    return of


@pytest.fixture(scope="module", autouse=True)
def listed(home, at):
    home.revoke(smd_id(LISTED), at=at)


class TestVerify:
    def test_says_who_issued_it_and_for_how_long(self, signed, trust, at):
        mark = smd.verify(signed(serial=7), trust=trust, at=at)

        assert mark.smd_id == "0000000000000000007-9999"
        assert mark.issuer.org == "Demo Trademark Clearinghouse"
        assert (mark.not_before, mark.not_after) == (at - YEAR, at + YEAR)

    def test_keeps_the_xml_byte_for_byte_and_can_verify_it_again(
        self, signed, trust, at
    ):
        file = signed()
        block = file.split(b"-----BEGIN ENCODED SMD-----")[1].split(b"-----END")[0]

        mark = smd.verify(file, trust=trust, at=at)

        assert mark.xml == base64.b64decode(block)
        assert b"&#13;" in mark.xml
        assert smd.verify(mark.xml, trust=trust, at=at) == mark

    def test_reads_every_mark_in_the_file(self, signed, trust, at):
        mark = smd.verify(signed(TRADEMARK, COURT_MARK), trust=trust, at=at)

        assert mark.marks == (TRADEMARK, COURT_MARK)

    def test_believes_nothing_in_the_lines_above(self, signed, trust, at):
        file = signed().replace(b"Marks: Aurelle & Cie", b"Marks: Fontenoy")

        assert smd.verify(file, trust=trust, at=at).marks == (TRADEMARK,)

    def test_trusts_several_authorities_each_with_its_own_lists(
        self, signed, home, stranger, at
    ):
        both = Trust((home.authority, stranger.authority))

        ours = smd.verify(signed(serial=1), trust=both, at=at)
        # Listed at home; what the other authority signs is not home's to revoke.
        theirs = smd.verify(signed(by=stranger, serial=LISTED), trust=both, at=at)

        assert (ours.smd_id, theirs.smd_id) == (smd_id(1), smd_id(LISTED))

    def test_trusts_nobody_where_no_authority_is_set(self, signed, refusal):
        assert refusal(signed(), trust=Trust(())).code == Refusal.WRONG_AUTHORITY

    def test_takes_no_certificate_that_is_not_for_signing(self, signed, refusal):
        by_the_root_itself = signed(signer="ca")

        assert refusal(by_the_root_itself).code == Refusal.WRONG_AUTHORITY

    @pytest.mark.parametrize("off", [timedelta(0), timedelta(milliseconds=1)])
    def test_holds_from_its_first_to_its_last_moment(
        self, signed, trust, refusal, at, off
    ):
        begins, ends = at - YEAR, at + YEAR
        file = signed(begins=begins, ends=ends)

        if not off:
            smd.verify(file, trust=trust, at=begins)
            smd.verify(file, trust=trust, at=ends)
            return
        assert refusal(file, at=begins - off).code == Refusal.NOT_YET_VALID
        assert refusal(file, at=ends + off).code == Refusal.EXPIRED

    def test_ends_with_its_signer_s_certificate(self, signed, refusal, at):
        late = refusal(signed(ends=at + 20 * YEAR), at=at + 11 * YEAR)

        assert (late.code, late.on) == (Refusal.EXPIRED, at + 10 * YEAR)

    def test_begins_with_its_signer_s_certificate(self, signed, refusal, at):
        early = refusal(signed(begins=at - 20 * YEAR), at=at - 11 * YEAR)

        assert (early.code, early.on) == (Refusal.NOT_YET_VALID, at - 10 * YEAR)

    def test_honours_a_listing_dated_before_the_mark_began(self, signed, refusal, at):
        file = signed(serial=LISTED, begins=at + YEAR, ends=at + 2 * YEAR)

        assert refusal(file).code == Refusal.REVOKED_MARK

    def test_survives_names_that_lxml_reads_but_cannot_read_twice(
        self, signed, refusal
    ):
        named = "<mark:né/><mark:regNum>".encode()
        file = unwrap(signed()).replace(b"<mark:regNum>", named)

        assert refusal(file).code == Refusal.BAD_SIGNATURE


class TestTheFirstReasonIsTold:
    def test_malformed_before_a_wrong_authority(self, signed, stranger, refusal):
        nameless = forgeries.remade(signed(by=stranger), _without_its_name)

        assert refusal(nameless).code == Refusal.MALFORMED

    def test_a_wrong_authority_before_a_bad_signature(self, signed, stranger, refusal):
        file = forgeries.remade(signed(by=stranger), forgeries.another_name)

        assert refusal(file).code == Refusal.WRONG_AUTHORITY

    def test_a_bad_signature_before_a_revoked_signer(self, signed, refusal):
        file = forgeries.remade(
            signed(signer=REVOKED_SIGNER), forgeries.one_letter_of_the_signature
        )

        assert refusal(file).code == Refusal.BAD_SIGNATURE

    def test_a_revoked_signer_before_a_revoked_mark(self, signed, refusal):
        file = signed(serial=LISTED, signer=REVOKED_SIGNER)

        assert refusal(file).code == Refusal.REVOKED_SIGNER

    def test_a_revoked_mark_before_its_dates(self, signed, refusal, at):
        revoked = refusal(signed(serial=LISTED, ends=at - timedelta(days=1)))

        assert (revoked.code, revoked.on) == (Refusal.REVOKED_MARK, at)


class TestRefuses:
    def test_what_is_too_large_before_reading_it(self, signed, refusal):
        assert refusal(signed() + b"\n" * MAX_BYTES).because == TOO_LARGE

    @pytest.mark.parametrize(
        "file",
        [
            b"",
            b"<",
            b"-----END ENCODED SMD-----\n-----BEGIN ENCODED SMD-----\n",
            b"-----BEGIN ENCODED SMD-----\n-----END ENCODED SMD-----\n",
            b"-----BEGIN ENCODED SMD-----\nP(G)=\n-----END ENCODED SMD-----\n",
            b"<a>" * 100_000,
            b"\x00" * 100,
            b"\xff\xfe<\x00a\x00/\x00>\x00",
        ],
    )
    def test_what_is_no_such_file(self, refusal, file):
        assert refusal(file).code == Refusal.MALFORMED

    def test_what_is_wrapped_around_a_mark(self, signed, refusal):
        wrapped = forgeries.remade(signed(), forgeries.wrapped_in_another_root)

        with override("en-gb"):
            assert "outermost" in refusal(wrapped).sentence

    def test_another_encoding_than_utf_8(self, signed, refusal):
        """It could hide a document type from a search for its letters."""
        hidden = forgeries.remade(signed(), forgeries.hidden_in_utf_16)

        with override("en-gb"):
            assert "well-formed" in refusal(hidden).sentence

    def test_a_block_that_is_not_base64_throughout(self, signed, refusal):
        assert refusal(signed().replace(b"PD94", b"PD*94")).code == Refusal.MALFORMED

    def test_two_signatures(self, signed, refusal):
        xml = unwrap(signed())
        body, start, signature = xml.partition(b"<ds:Signature ")
        signature = start + signature.partition(b"</smd:signedMark>")[0]

        twice = body + signature + signature + b"</smd:signedMark>"

        assert refusal(twice).code == Refusal.BAD_SIGNATURE

    def test_two_marks_in_one_file(self, signed, refusal):
        assert refusal(signed() + signed(serial=2)).code == Refusal.MALFORMED

    @pytest.mark.parametrize(
        ("said", "instead"),
        [
            (b"</smd:notAfter>", b"x</smd:notAfter>"),
            (b".000Z</smd:notAfter>", b"</smd:notAfter>"),
            (b"-9999</smd:id>", b"</smd:id>"),
            (b"<mark:class>14<", b"<mark:class>fourteen<"),
            (b"<mark:jurisdiction>EM</mark:jurisdiction>", b""),
            (b"mark:trademark>", b"mark:patent>"),
            (b"<mark:regNum>", b"<mark:regNum>1</mark:regNum><mark:regNum>"),
            (b"<mark:regNum>", b"<mark:regNum>0<b/>"),
        ],
    )
    def test_what_does_not_say_what_a_mark_must(self, signed, refusal, said, instead):
        xml = unwrap(signed())
        assert said in xml

        assert refusal(xml.replace(said, instead)).code == Refusal.MALFORMED


class TestAsksMoreOfASignatureThanThatItFits:
    """Each is truly signed, with the key of a signer whom we trust."""

    def test_passes_when_signed_again_unchanged(self, signed, home, trust, at):
        file = _signed_again(signed(), home, lambda _info: None)

        assert smd.verify(file, trust=trust, at=at).marks == (TRADEMARK,)

    @pytest.mark.parametrize("covered", ["m", "k", "mm", "kk", "mkm", "mkk", ""])
    def test_must_cover_the_mark_and_its_key_once_each(
        self, signed, home, refusal, covered
    ):
        def cover(info):
            mark, key = info[-2:]
            info[2:] = [deepcopy(mark if each == "m" else key) for each in covered]

        file = _signed_again(signed(), home, cover)

        assert refusal(file).code == Refusal.BAD_SIGNATURE

    def test_must_not_rest_on_sha_1(self, signed, home, refusal):
        def with_sha_1(info):
            info[1].set("Algorithm", "http://www.w3.org/2000/09/xmldsig#rsa-sha1")

        file = _signed_again(signed(), home, with_sha_1, digest=SHA1())  # noqa: S303

        assert refusal(file).code == Refusal.BAD_SIGNATURE


def _without_its_name(xml):
    return xml.replace(b"<mark:markName>Aurelle &amp; Cie</mark:markName>", b"")


def _signed_again(file, home, change, *, digest=SHA_256):
    """The same document with its SignedInfo changed, and signed anew by the signer."""
    root = etree.fromstring(unwrap(file))
    info = root.find(f".//{{{DS}}}SignedInfo")
    change(info)
    canonical = etree.tostring(info, method="c14n", exclusive=True)
    signature = keys.kept(home.folder / "signer.key").sign(
        canonical, PKCS1v15(), digest
    )
    root.find(f".//{{{DS}}}SignatureValue").text = base64.b64encode(signature).decode()
    return etree.tostring(root)
