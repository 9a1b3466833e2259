"""What is wrong with a form, in sentences that name the field and say what to do.

The summary on top and the words at the field must be the same (GOV.UK). Django's
"This field is required." eight times over would name nothing.
"""

from collections.abc import Iterator
from typing import Any, TypedDict

from django import forms
from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _


class Mistake(TypedDict):
    words: str
    target: str  # the id of the box to mend it in, "" for the form as a whole


def of_form(form: BaseForm) -> Iterator[Mistake]:
    for words in form.non_field_errors():
        yield {"words": str(words), "target": ""}
    for bound in form:
        for words in of_field(bound):
            yield {"words": words, "target": _first_box(bound)}


def of_field(bound: BoundField) -> list[str]:
    return [
        _asked_for(bound) if _is_bare(bound.field, error) else str(words)
        for error, words in zip(bound.errors.as_data(), bound.errors, strict=True)
    ]


def _is_bare(field: forms.Field, error: Any) -> bool:
    """Whether the field has nothing better to say than Django's own words."""
    plain = forms.Field.default_error_messages["required"]
    return error.code == "required" and str(field.error_messages["required"]) == str(
        plain
    )


def _asked_for(bound: BoundField) -> str:
    named = {"field": bound.label}
    match bound.field.widget:
        case forms.CheckboxInput():
            return _("Tick the box: %(field)s") % named
        case forms.FileInput():
            return _("Choose a file: %(field)s") % named
        case forms.CheckboxSelectMultiple() | forms.Select() | forms.RadioSelect():
            return _("Choose an answer: %(field)s") % named
        case _:
            return _("Fill in: %(field)s") % named


def _first_box(bound: BoundField) -> str:
    # A group of radios has no label's target of its own: its first one is meant.
    if bound.is_hidden:
        return ""
    return bound.id_for_label or f"{bound.auto_id}_0"
