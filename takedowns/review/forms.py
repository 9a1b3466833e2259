from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from takedowns.notices.reasons import Reason
from takedowns.review import validation
from takedowns.review.models import Decision
from takedowns.review.rules import CLAUSES, Rejection


def _with_clauses(codes: Any) -> list[tuple[str, str]]:
    return [(code.value, f"{CLAUSES[code].number}  {code.label}") for code in codes]


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What becomes of the listing"),
        choices=Decision.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the listing comes down.")},
    )
    code = forms.ChoiceField(
        label=_("Reason and policy clause"),
        choices=[
            ("", _("Choose a reason")),
            (_("Upheld because"), _with_clauses(Reason)),
            (_("Rejected because"), _with_clauses(Rejection)),
        ],
        error_messages={"required": _("Choose a reason.")},
    )
    facts = forms.CharField(
        label=_("What you saw"),
        help_text=_("Both sides read this. No names, no contact data."),
        max_length=5000,  # decision_facts of the DSA Transparency Database
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say what you saw: both sides will read it.")},
    )
    private_note = forms.CharField(
        label=_("Note for colleagues"),
        help_text=_("Only staff see it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if {"outcome", "code", "facts"} <= given.keys():
            try:
                validation.check(
                    outcome=given["outcome"], code=given["code"], facts=given["facts"]
                )
            except ValidationError as fault:
                self.add_error(None, fault)
        return given


class ReleaseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you pass it on?"),
        max_length=300,
        error_messages={"required": _("Say why you pass it on.")},
    )
