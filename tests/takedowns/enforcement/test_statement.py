import re
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from takedowns.enforcement import statement
from takedowns.enforcement.statement import LETTERS, Incomplete, Reasons
from takedowns.notices.reasons import Reason

REASONS = Reasons(
    puid="N-7K3M9QXD-12",
    reason=Reason.TM_COUNTERFEIT,
    facts="The label is printed; the owner's is woven.",
    policy_clause="3.1",
    policy_version="2026-11",
    mark_name="AURELLE",
    jurisdiction="EU",
    listing_title="Aurelle bag",
    listing_url="https://market.example/item/1",
    listed_on=date(2026, 11, 20),
    decided_on=date(2026, 11, 23),
)


class TestPayload:
    def test_has_the_names_of_the_transparency_database(self):
        built = statement.payload(REASONS)

        assert built["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_REMOVED"]
        assert built["category_specification"] == ["KEYWORD_TRADEMARK_INFRINGEMENT"]
        assert built["illegal_content_legal_ground"].endswith("2017/1001")
        assert built["application_date"] == "2026-11-23"

    def test_reaches_as_far_as_the_mark(self):
        assert len(statement.payload(REASONS)["territorial_scope"]) == 27
        national = statement.payload(replace(REASONS, jurisdiction="FR"))
        assert national["territorial_scope"] == ["FR"]

    @pytest.mark.parametrize("reason", Reason)
    def test_explains_every_reason(self, reason):
        built = statement.payload(replace(REASONS, reason=reason))

        assert "AURELLE" in built["illegal_content_explanation"]

    @pytest.mark.parametrize("mark", ["50% {off}", "{mark}", "%(mark)s"])
    def test_takes_any_mark_s_name(self, mark):
        built = statement.payload(replace(REASONS, mark_name=mark))

        assert mark in built["illegal_content_explanation"]


class TestCheck:
    @pytest.mark.parametrize(
        ("letter", "field"),
        [(letter, field) for letter, fields in LETTERS.items() for field in fields],
    )
    def test_names_the_letter_that_is_not_answered(self, letter, field):
        built = statement.payload(REASONS) | {field: ""}

        with pytest.raises(Incomplete, match=rf"17\(3\)\({letter}\): {field}"):
            statement.check(built)

    def test_keeps_to_the_database_s_limits(self):
        with pytest.raises(Incomplete, match="5000"):
            statement.payload(replace(REASONS, facts="x" * 5001))

    def test_refuses_personal_data(self):
        with pytest.raises(Incomplete, match="personal data"):
            statement.payload(replace(REASONS, facts="Ask li.wei@shop.example."))

    def test_refuses_an_identifier_that_the_database_would_not_take(self):
        with pytest.raises(Incomplete, match="puid"):
            statement.payload(replace(REASONS, puid="N 7"))


class TestPlainText:
    def test_tells_what_why_and_what_next(self):
        told = statement.plain_text(
            REASONS, statement.payload(REASONS), language="en-gb"
        )

        for said in ("Aurelle bag", "woven", "2017/1001", "3.1", "six months", "court"):
            assert said in told

    def test_speaks_one_language(self):
        """What the owner's side and the reviewer wrote stays in their words."""
        with translation.override("zh-hans"):
            built = statement.payload(REASONS)
        told = statement.plain_text(REASONS, built, language="zh-hans")

        for quoted in (REASONS.facts, REASONS.listing_title, REASONS.listing_url, "EU"):
            told = told.replace(quoted, "")
        assert re.findall(r"[A-Za-z]+", told) == ["AURELLE"]

    def test_is_plain(self):
        given = replace(REASONS, listing_title='"A" & <b>')

        told = statement.plain_text(given, statement.payload(given), language="en-gb")

        assert '"A" & <b>' in told
