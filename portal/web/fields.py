"""Fields that people fill in better than the browser's own."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _


class DayParts(forms.MultiWidget):
    """A day as three boxes: typed, never picked from a calendar of years."""

    template_name = "django/forms/widgets/day_parts.html"
    use_fieldset = True
    labels = (_("Day"), _("Month"), _("Year"))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric", "autocomplete": "off"}
        two, four = box | {"class": "w-2"}, box | {"class": "w-4"}
        boxes = [forms.TextInput(two), forms.TextInput(two), forms.TextInput(four)]
        super().__init__(boxes, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        parts = zip(context["widget"]["subwidgets"], self.labels, strict=True)
        context["parts"] = [{"widget": box, "label": label} for box, label in parts]
        if get_format("DATE_INPUT_FORMATS")[0].startswith("%Y"):
            context["parts"].reverse()  # a Chinese date begins with its year
        return context


class DayField(forms.MultiValueField):
    """A calendar day. Raises "must be a real date" for 31 February and for words."""

    widget = DayParts
    default_error_messages = {
        "invalid": _("Enter a real date, such as 27 3 2026."),
        "incomplete": _("Enter the day, the month and the year."),
    }

    def __init__(self, **kwargs: Any) -> None:
        parts = [forms.IntegerField(required=False) for _part in range(3)]
        kwargs.setdefault("require_all_fields", True)
        super().__init__(parts, **kwargs)

    def clean(self, value: Any) -> Any:
        given = [str(part).strip() for part in value or [] if str(part or "").strip()]
        if not all(part.isdecimal() and len(part) <= 4 for part in given):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if 0 < len(given) < len(self.fields):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return super().clean(value)

    def compress(self, data_list: list[int]) -> date | None:
        if not data_list:
            return None
        day, month, year = data_list
        try:
            return date(year, month, day)
        except (ValueError, OverflowError) as no_such_day:
            words = self.error_messages["invalid"]
            raise ValidationError(words, code="invalid") from no_such_day


# Control characters but the tab and line breaks, and those that turn the direction of
# the text around them (Unicode Standard Annex 9, explicit formatting).
_UNSEEN = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class LineField(forms.CharField):
    """One line of text: breaks become spaces, and what cannot be seen is left out."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return " ".join(_UNSEEN.sub("", text).split())


class TextField(forms.CharField):
    """Some lines of text, without what cannot be seen."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return _UNSEEN.sub("", text).replace("\r\n", "\n").strip()
