from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from alliance.marks.demo_authority import writing
from alliance.marks.demo_authority.authority import ISSUER
from alliance.marks.demo_authority.marks import (
    COURT_MARK,
    HOUSE,
    TRADEMARK,
    TREATY_MARK,
)
from alliance.marks.smd import Holder, Mark, Refused, SignedMark, fields, reading

said = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cc", "Cs", "Cn"]), st.sampled_from("\r\n\t")
    ),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip())


class TestRead:
    @settings(max_examples=60, deadline=None)
    @given(name=said, goods=said, org=said, classes=st.lists(st.integers(1, 45)))
    def test_gives_back_what_was_written(self, name, goods, org, classes):
        mark = Mark(
            **_parts(TRADEMARK)
            | {
                "mark_name": name,
                "goods_and_services": goods,
                "holders": (Holder(**_parts(HOUSE) | {"org": org}),),
                "nice_classes": tuple(classes),
            }
        )

        assert _read_back(mark).marks == (mark,)

    def test_takes_a_number_for_the_same_with_spaces_around_it(self):
        root = _written(TRADEMARK)
        root[0].text = f"\n {root[0].text} "

        assert reading.read(root).smd_id == "0000000000000000001-9999"

    def test_joins_what_comments_and_instructions_cut(self):
        root = _written(TRADEMARK)
        root[0].text = "0000"
        for cut in (etree.Comment("x"), etree.ProcessingInstruction("x")):
            cut.tail = "1-99"
            root[0].append(cut)

        with pytest.raises(Refused):  # 00001-991-99 is whole again, and no number
            reading.read(root)
        root[0][1].tail = "99"
        assert reading.read(root).smd_id == "00001-9999"


class TestMark:
    @pytest.mark.parametrize(
        ("mark", "jurisdictions", "number"),
        [
            (TRADEMARK, ("EM",), "017654321"),
            (COURT_MARK, ("FR",), "2019/114"),
            (TREATY_MARK, ("CH", "FR"), "6ter-77"),
        ],
    )
    def test_says_where_it_holds_and_under_which_number(
        self, mark, jurisdictions, number
    ):
        assert (mark.jurisdictions, mark.number) == (jurisdictions, number)


class TestMoments:
    @pytest.mark.parametrize(
        ("written", "microsecond"),
        [
            ("2022-11-22T02:13:05Z", 0),
            ("2022-11-22T02:13:05.5Z", 500_000),
            ("2022-11-22T02:13:05.674Z", 674_000),
        ],
    )
    def test_have_any_fraction(self, written, microsecond):
        expected = datetime(2022, 11, 22, 2, 13, 5, microsecond, tzinfo=UTC)

        assert fields.read_moment(written, "notBefore") == expected

    @pytest.mark.parametrize("written", ["2022-11-22T02:13:05", "2022-11-22", "soon"])
    def test_have_a_zone(self, written):
        with pytest.raises(Refused):
            fields.read_moment(written, "notBefore")


def _parts(thing):
    return {name: getattr(thing, name) for name in thing.__dataclass_fields__}


def _read_back(mark):
    return reading.read(etree.fromstring(etree.tostring(_written(mark))))


def _written(mark):
    signed_mark = SignedMark(
        smd_id="0000000000000000001-9999",
        issuer=ISSUER,
        not_before=datetime(2025, 1, 1, tzinfo=UTC),
        not_after=datetime(2027, 1, 1, tzinfo=UTC),
        marks=(mark,),
    )
    return writing.write(signed_mark, xml_id="_1")
