"""The Clearinghouse's own pilot files, read where they lie.

Which of them is good comes from the signatures and the lists; names do not count.
"""

import os
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.conf import settings

from alliance.marks import smd
from alliance.marks.demo_authority import forgeries
from alliance.marks.smd import Authority, Kind, Refusal, Trust

ANSWERS = {
    "Court-Holder-French-Active.smd": None,
    "TMVRevoked-Trademark-Agent-English-Active.smd": Refusal.REVOKED_SIGNER,
    "Trademark-Agent-Chinese-Active.smd": None,
    "Trademark-Holder-English-Active.smd": None,
    "Trademark-Holder-English-Revoked.smd": Refusal.REVOKED_MARK,
    "active.smd": None,
    # One letter of SignatureValue is wrong; every digest matches.
    "invalid.smd": Refusal.BAD_SIGNATURE,
}
GOOD = [name for name, answer in ANSWERS.items() if answer is None]
BAD = {name: answer for name, answer in ANSWERS.items() if answer is not None}
FOLDER = settings.REAL_DATA / "smd"
# Of the French court mark's XML, by base64(1) and sha256sum(1).
REAL_XML = "48c728b4801c37e7f66dec7bf7e2457e9cdff3b2650fe185e9a5992f70dcfbda"
AT = datetime(2026, 1, 15, tzinfo=UTC)

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir() and "CI" not in os.environ,
    reason="no real signed marks here: set REAL_DATA to the folder that holds smd/",
)


@pytest.fixture(scope="module")
def clearinghouse():
    return Authority.read(
        ca=(FOLDER / "icann-tmch-pilot.crt").read_bytes(),
        crl=(FOLDER / "icann-tmch-pilot.crl").read_bytes(),
        smdrl=(FOLDER / "idn_smdrl.csv").read_bytes(),
    )


@pytest.fixture
def verify(clearinghouse):
    def of(name, *, at=AT, forge=lambda xml: xml):
        file = (FOLDER / name).read_bytes()
        file = forgeries.remade(file, forge)
        return smd.verify(file, trust=Trust((clearinghouse,)), at=at)

    return of


@pytest.fixture
def refusal(verify):
    def of(name, **how):
        with pytest.raises(smd.Refused) as refused:
            verify(name, **how)
        return refused.value.code

    return of


def test_every_file_that_lies_there_has_an_answer():
    assert {path.name for path in FOLDER.glob("*.smd")} == ANSWERS.keys()


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_verifies(verify, name):
    assert verify(name).issuer.org == "ICANN TMCH TESTING TMV"


@pytest.mark.parametrize(("name", "answer"), BAD.items())
def test_a_bad_file_is_refused_for_its_own_reason(refusal, name, answer):
    assert refusal(name) == answer


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_bad_once_a_letter_of_its_signature_is_changed(refusal, name):
    forge = forgeries.one_letter_of_the_signature

    assert refusal(name, forge=forge) == Refusal.BAD_SIGNATURE


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize(
    ("at", "answer"),
    [
        (datetime(2022, 11, 22, 1, tzinfo=UTC), Refusal.NOT_YET_VALID),
        (datetime(2027, 10, 22, tzinfo=UTC), Refusal.EXPIRED),
        # By then the signer's certificate has run out as well.
        (datetime(2030, 1, 1, tzinfo=UTC), Refusal.EXPIRED),
    ],
)
def test_a_good_file_has_its_time(refusal, name, at, answer):
    assert refusal(name, at=at) == answer


@pytest.mark.parametrize("name", GOOD)
def test_a_real_mark_is_no_mark_of_the_demo_s(name, trust):
    with pytest.raises(smd.Refused) as refused:
        smd.verify((FOLDER / name).read_bytes(), trust=trust, at=AT)

    assert refused.value.code == Refusal.WRONG_AUTHORITY


def test_a_comment_does_not_slip_a_revoked_mark_past_the_list(refusal):
    name = "Trademark-Holder-English-Revoked.smd"

    answer = refusal(name, forge=forgeries.comment_in_the_number)

    assert answer == Refusal.REVOKED_MARK


def test_a_mark_wrapped_in_another_root_does_not_pass(refusal):
    wrap = forgeries.wrapped_in_another_root

    assert refusal("active.smd", forge=wrap) == Refusal.MALFORMED


def test_a_chinese_trademark_is_read_as_it_was_signed(verify):
    signed = verify("Trademark-Agent-Chinese-Active.smd")
    (mark,) = signed.marks

    assert (mark.kind, mark.mark_name) == (Kind.TRADEMARK, "审判&错误")
    assert (mark.jurisdictions, mark.nice_classes) == (("US",), (15,))
    assert (mark.reg_num, mark.goods_and_services) == ("1234", "吉他")
    assert mark.reg_date == datetime(2013, 1, 1, tzinfo=UTC)
    assert (mark.holders[0].org, mark.holders[0].name) == ("工程处", "")
    assert mark.holders[0].addr.city == "青岛市"
    assert (mark.contacts[0].type, mark.contacts[0].name) == ("agent", "李小方")
    assert "xn--fcr14u8t4bdxh" in mark.labels


def test_a_court_s_mark_has_no_class_and_the_court_s_country(verify):
    (mark,) = verify("Court-Holder-French-Active.smd").marks

    assert (mark.kind, mark.mark_name) == (Kind.COURT, "Essai & évaluation")
    assert (mark.jurisdictions, mark.nice_classes) == (("US",), ())
    assert (mark.court_name, mark.ref_num) == ("Hove", "1234")
    assert mark.holders[0].addr.street == ("RUE ROGNE 40 ",)


def test_the_file_s_name_does_not_say_what_it_holds(verify):
    assert verify("active.smd").marks[0].kind == Kind.COURT


def test_the_xml_is_kept_byte_for_byte(verify):
    xml = verify("Court-Holder-French-Active.smd").xml

    assert xml.count(b"&#13;\n") > 20
    assert len(xml) == 6491
    assert sha256(xml).hexdigest() == REAL_XML


def test_the_lists_are_in_force_though_stale(clearinghouse):
    crl, smdrl = clearinghouse.crl, clearinghouse.smdrl

    assert crl.next_update_at == datetime(2023, 4, 6, 13, 32, 27, tzinfo=UTC)
    assert smdrl.issued_at == datetime(2022, 11, 22, 2, 13, 5, tzinfo=UTC)
    assert crl.is_stale(at=AT)
    assert smdrl.is_stale(at=AT)
    assert (len(crl.entries), len(smdrl.entries)) == (1, 150)
