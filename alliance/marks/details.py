"""What a registered trademark must say when it is entered by hand."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alliance.marks.models import Mark
from alliance.marks.offices import OFFICES, office_of

# The Nice Classification has 45 classes: 1 to 34 goods, 35 to 45 services (WIPO).
CLASSES = range(1, 46)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LENGTHS = {
    "name": 400,
    "holder": 300,
    "registration_number": 100,
    "application_number": 100,
    "goods_and_services": 20_000,
}


NO_CLASS = _("Enter at least one class, such as 18 or 25.")
NEEDED = {
    "name": _("Enter the mark as it is registered."),
    "holder": _("Enter the holder as the certificate names it."),
    "registration_number": _("Enter the registration number."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """As the certificate has it. Days are calendar days of the office."""

    name: str
    holder: str
    jurisdiction: str  # a code of `offices`
    registration_number: str
    registered_on: date
    expires_on: date
    nice_classes: tuple[int, ...]
    feature: str = Mark.Feature.WORD
    goods_and_services: str = ""
    application_number: str = ""
    applied_on: date | None = None

    def columns(self) -> dict[str, Any]:
        """The same, as a row of Mark has it."""
        return {
            "name": self.name.strip(),
            "feature": self.feature,
            "holders": [{"organisation": self.holder.strip(), "entitlement": "owner"}],
            "jurisdiction": self.jurisdiction,
            "office": office_of(self.jurisdiction),
            "registration_number": self.registration_number.strip(),
            "registered_on": self.registered_on,
            "expires_on": self.expires_on,
            "nice_classes": sorted(set(self.nice_classes)),
            "goods_and_services": self.goods_and_services.strip(),
            "application_number": self.application_number.strip(),
            "applied_on": self.applied_on,
        }


def details_of(mark: Mark) -> dict[str, Any]:
    """What was entered, to fill a form with."""
    holder = (mark.holders or [{}])[0]
    return {
        "name": mark.name,
        "feature": mark.feature,
        "holder": holder.get("organisation") or holder.get("name", ""),
        "jurisdiction": mark.jurisdiction,
        "registration_number": mark.registration_number,
        "registered_on": mark.registered_on,
        "expires_on": mark.expires_on,
        "nice_classes": ", ".join(str(number) for number in mark.nice_classes),
        "goods_and_services": mark.goods_and_services,
        "application_number": mark.application_number,
        "applied_on": mark.applied_on,
        "brand": mark.brand_id,
    }


def check(details: Details, *, today: date) -> None:
    """Raise ValidationError, each sentence under its field, if it cannot be a mark."""
    problems: dict[str, str | Promise] = {}
    for field, longest in _LENGTHS.items():
        value = getattr(details, field)
        if _CONTROLS.search(value):
            problems[field] = _("Take out the characters that cannot be seen.")
        elif len(value) > longest:
            problems[field] = _("Shorten this to %(number)s characters.") % {
                "number": longest
            }
    problems |= {
        field: sentence
        for field, sentence in NEEDED.items()
        if not getattr(details, field).strip()
    }
    if details.jurisdiction not in OFFICES:
        problems["jurisdiction"] = _("Choose the office that registered the mark.")
    if details.feature not in Mark.Feature.values:
        problems["feature"] = _("Choose what kind of mark it is.")
    problems |= _wrong_classes(details) | _wrong_days(details, today)
    if problems:
        raise ValidationError(problems)


def _wrong_classes(details: Details) -> dict[str, str | Promise]:
    if not details.nice_classes:
        return {"nice_classes": NO_CLASS}
    if not set(details.nice_classes) <= set(CLASSES):
        return {"nice_classes": _("Enter classes between 1 and 45.")}
    return {}


def _wrong_days(details: Details, today: date) -> dict[str, str | Promise]:
    wrong: dict[str, str | Promise] = {}
    if details.registered_on > today:
        wrong["registered_on"] = _(
            "The day of registration lies ahead. A mark can be entered once it is "
            "registered."
        )
    if details.expires_on < today:
        wrong["expires_on"] = _(
            "The registration has run out. Enter the new day if it was renewed."
        )
    elif details.expires_on <= details.registered_on:
        wrong["expires_on"] = _("The last day must come after the registration.")
    if details.applied_on and details.applied_on > details.registered_on:
        wrong["applied_on"] = _("The application must come before the registration.")
    return wrong
