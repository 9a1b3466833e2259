"""The statement of reasons of DSA Art. 17(3): built, proved whole, and said in plain words.

Names and limits are those of the DSA Transparency Database, schema of 1 July 2025
(https://transparency.dsa.ec.europa.eu/page/api-documentation). No model comes in here.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from takedowns.enforcement import rules

Payload = dict[str, Any]

# Which fields answer which letter of Art. 17(3). Letter (f), redress, stands in the text.
LETTERS: dict[str, tuple[str, ...]] = {
    "a": ("decision_visibility", "territorial_scope", "application_date"),
    "b": ("decision_facts", "source_type", "source_identity"),
    "c": ("automated_detection", "automated_decision"),
    "d": ("illegal_content_legal_ground", "illegal_content_explanation"),
    "e": ("incompatible_content_ground", "incompatible_content_explanation"),
}
ALWAYS = ("puid", "decision_ground", "content_type", "category", "content_date")
LIMITS = {
    "puid": 500,
    "decision_facts": 5000,
    "illegal_content_legal_ground": 500,
    "illegal_content_explanation": 2000,
    "incompatible_content_ground": 500,
    "incompatible_content_explanation": 2000,
    "source_identity": 500,
}
PUID = re.compile(r"[a-zA-Z0-9-_]+")
# Personal data has no place in what is published: an address gives most of it away.
EMAIL_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


class Incomplete(Exception):
    """A statement that does not say all that the law wants said."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """What a statement is made from."""

    puid: str
    reason: str  # of notices.reasons.Reason
    facts: str
    policy_clause: str
    policy_version: str
    mark_name: str
    jurisdiction: str
    listing_title: str
    listing_url: str
    listed_on: date
    decided_on: date
    automated_detection: bool = False


def payload(given: Reasons) -> Payload:
    """One row for the database of the Commission. Raises Incomplete."""
    built: Payload = {
        "puid": given.puid,
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
        "end_date_visibility_restriction": None,
        "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
        "illegal_content_legal_ground": rules.legal_ground(given.jurisdiction),
        "illegal_content_explanation": _explanation(given),
        "incompatible_content_ground": _clause(given),
        "incompatible_content_explanation": _explanation(given),
        "content_type": ["CONTENT_TYPE_PRODUCT"],
        "category": "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS",
        "category_specification": ["KEYWORD_TRADEMARK_INFRINGEMENT"],
        "territorial_scope": rules.territories(given.jurisdiction),
        "content_date": given.listed_on.isoformat(),
        "application_date": given.decided_on.isoformat(),
        "decision_facts": given.facts.strip(),
        "source_type": "SOURCE_ARTICLE_16",
        "source_identity": "Rights holder (alliance member)",
        "automated_detection": "Yes" if given.automated_detection else "No",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
        "account_type": "ACCOUNT_TYPE_BUSINESS",
    }
    check(built)
    return built


def check(built: Payload) -> None:
    """Raises Incomplete, and says which letter of the law is not answered."""
    for letter, fields in LETTERS.items():
        for field in fields:
            if not built.get(field):
                raise Incomplete(f"Art. 17(3)({letter}): {field} is blank")
    for field in ALWAYS:
        if not built.get(field):
            raise Incomplete(f"{field} is blank")
    for field, limit in LIMITS.items():
        if len(built[field]) > limit:
            raise Incomplete(f"{field} is longer than {limit} characters")
    if not PUID.fullmatch(built["puid"]):
        raise Incomplete("puid may hold letters, digits, - and _ alone")
    if EMAIL_ADDRESS.search(built["decision_facts"]):
        raise Incomplete("decision_facts holds an e-mail address: personal data")


def plain_text(given: Reasons, built: Payload, *, language: str) -> str:
    """The same in words that a seller can follow, with the redress of letter (f)."""
    with translation.override(language):
        told = render_to_string(
            "takedowns/enforcement/statement.txt",
            {"given": given, "payload": built, "explanation": _explanation(given)},
        )
    return re.sub(r"\n{3,}", "\n\n", told).strip()


def _explanation(given: Reasons) -> str:
    try:
        return str(rules.EXPLANATIONS[given.reason]).format(mark=given.mark_name)
    except KeyError:
        raise Incomplete(f"Art. 17(3)(d): no explanation for {given.reason}") from None


def _clause(given: Reasons) -> str:
    if not (given.policy_clause and given.policy_version):
        return ""  # the check then names letter (e)
    return _("Clause %(clause)s of the policy, version %(version)s") % {
        "clause": given.policy_clause,
        "version": given.policy_version,
    }
