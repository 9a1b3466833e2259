from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alliance.organisations.models import IdentityDocument, Organisation
from alliance.organisations.states import State
from portal.countries import COUNTRIES
from portal.web.fields import LineField, TextField


class KindForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is the organisation?"),
        choices=[
            (Organisation.Kind.BRAND, _("A brand owner: it holds trademarks")),
            (Organisation.Kind.AGENCY, _("An agency: it acts for brand owners")),
        ],
        widget=forms.RadioSelect(attrs={"class": "cards"}),
    )


class NameForm(forms.Form):
    name = LineField(
        label=_("Registered name"),
        max_length=200,
        help_text=_("Exactly as in the business register."),
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    registration_number = LineField(
        label=_("Registration number"),
        max_length=60,
        help_text=_("Of the business register."),
        widget=forms.TextInput({"class": "w-20"}),
    )
    country = forms.ChoiceField(
        label=_("Country of registration"), choices=[("", ""), *COUNTRIES.items()]
    )


class AddressForm(forms.Form):
    address = TextField(
        label=_("Address"),
        max_length=300,
        help_text=_("Street, postal code, town."),
        widget=forms.Textarea({"rows": 4, "autocomplete": "street-address"}),
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput({"autocomplete": "url"}),
    )


class ContactForm(forms.Form):
    applicant_name = LineField(
        label=_("Your full name"),
        max_length=150,
        help_text=_("You become the signatory of the organisation."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Where the alliance writes to"),
        max_length=254,
        help_text=_("An address that more than one person reads is best."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class LinesField(TextField):
    """One thing on each line: a list of them, each once, in the order given."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = (line.strip() for line in super().clean(value).splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class BrandsForm(forms.Form):
    brands = LinesField(
        label=_("Brands"),
        max_length=12_000,
        help_text=_("One on each line, as buyers know them. At most 100."),
        widget=forms.Textarea({"rows": 6}),
    )

    def clean_brands(self) -> list[str]:
        names: list[str] = self.cleaned_data["brands"]
        if len(names) > 100:
            raise ValidationError(_("Name at most 100 brands now; add others later."))
        if any(len(name) > 120 for name in names):
            raise ValidationError(_("The name of a brand has at most 120 characters."))
        return names


# The form of each step that is asked.
FORMS: dict[str, type[forms.Form]] = {
    "kind": KindForm,
    "name": NameForm,
    "address": AddressForm,
    "contact": ContactForm,
    "brands": BrandsForm,
}


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What it shows"),
        choices=IdentityDocument.Kind.choices,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("File"), help_text=_("A PDF document, or a picture. At most 20 MB.")
    )


class ReasonForm(forms.Form):
    reason = TextField(
        label=_("Reason"),
        max_length=4000,
        help_text=_("Told to the organisation, word for word."),
        widget=forms.Textarea({"rows": 5}),
    )


class LeaveForm(forms.Form):
    reason = TextField(
        label=_("Why you leave"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    is_sure = forms.BooleanField(label=_("I want to take the organisation out"))


class DecisionForm(ReasonForm):
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[("admit", _("Admit")), ("refuse", _("Refuse"))],
        widget=forms.RadioSelect(attrs={"class": "inline"}),
    )
    field_order = ["outcome", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or self.cleaned_data
        if given.get("outcome") == "refuse" and not given.get("reason"):
            self.add_error("reason", _("Say why, and what would have to change."))
        return given


class FilterForm(forms.Form):
    """What the list is narrowed by. What makes no sense narrows nothing."""

    q = LineField(
        label=_("Name or number"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"data-key": "/", "type": "search"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All")), *Organisation.Kind.choices],
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *State.choices]
    )


class DetailsForm(AddressForm):
    """What an organisation changes about itself; its name and number were vetted."""

    email = forms.EmailField(
        label=_("Where the alliance writes to"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class BrandForm(forms.Form):
    name = LineField(label=_("Brand"), max_length=120)
    variants = LinesField(
        label=_("Spellings under which fakes are sold"),
        required=False,
        max_length=6000,
        help_text=_("One on each line: other scripts, pinyin, abbreviations."),
        widget=forms.Textarea({"rows": 4}),
    )

    def clean_variants(self) -> list[str]:
        variants: list[str] = self.cleaned_data["variants"]
        if any(len(variant) > 120 for variant in variants):
            raise ValidationError(_("A spelling has at most 120 characters."))
        return variants
