from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from alliance.marks.models import Mark
from takedowns.evidence.models import Evidence
from takedowns.listings import lines
from takedowns.listings.models import Marketplace
from takedowns.notices import queries, validation
from takedowns.notices.models import Notice
from takedowns.notices.reasons import Reason
from takedowns.notices.states import State

CARDS = {"class": "cards"}


def _required(field: str) -> dict[str, Any]:
    """In the same words as the validator's."""
    return {"required": validation.MISSING[field].sentence}


class MarkForm(forms.Form):
    mark = forms.ModelChoiceField(
        queryset=Mark.objects.none(),
        label=_("Which mark is infringed?"),
        widget=forms.RadioSelect(CARDS),
        empty_label=None,
        error_messages=_required("mark"),
    )

    def __init__(self, *args: Any, marks: QuerySet[Mark], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mark"].queryset = marks  # type: ignore[attr-defined]


class MarketplaceForm(forms.Form):
    marketplace = forms.ModelChoiceField(
        queryset=Marketplace.objects.open().order_by("name"),
        label=_("On which marketplace are the listings?"),
        help_text=_("One notice is for one marketplace."),
        widget=forms.RadioSelect(CARDS),
        empty_label=None,
        error_messages=_required("marketplace"),
    )


class ReasonForm(forms.Form):
    reason = forms.ChoiceField(
        choices=Reason.choices,
        label=_("What is wrong with the listings?"),
        help_text=_("One notice has one reason."),
        widget=forms.RadioSelect(CARDS),
        error_messages=_required("reason"),
    )


class ListingsForm(forms.Form):
    pasted = forms.CharField(
        label=_("Which listings?"),
        help_text=_(
            "Paste their addresses, one on each line, at most 300. "
            "We answer each line before you go on."
        ),
        strip=False,
        max_length=lines.MOST * 2100,
        widget=forms.Textarea({"rows": 12, "class": "lines", "spellcheck": "false"}),
        error_messages={"required": _("Paste at least one address.")},
    )

    def clean_pasted(self) -> str:
        pasted: str = self.cleaned_data["pasted"]
        if (number := lines.count(pasted)) > lines.MOST:
            raise ValidationError(str(validation.too_many(number)), code="too_many")
        if not number:
            raise ValidationError(_("Paste at least one address."), code="required")
        return pasted


class WhyForm(forms.Form):
    explanation = forms.CharField(
        label=_("Why do they infringe?"),
        help_text=_(
            "Say what shows it: the stitching, the price, the seller's words. "
            "The seller may read this."
        ),
        strip=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 8}),
        error_messages=_required("explanation"),
    )

    def clean_explanation(self) -> str:
        text: str = self.cleaned_data["explanation"]
        for gap in validation.gaps_in_text("explanation", text):
            raise ValidationError(str(gap), code=gap.code)
        return text.strip()


class EvidenceForm(forms.Form):
    file = forms.FileField(
        label=_("Picture, PDF or text"),
        help_text=_("JPEG, PNG or WebP, PDF or plain text, at most 20 MB."),
        error_messages={"required": _("Choose a file.")},
    )
    kind = forms.ChoiceField(
        choices=Evidence.Kind.choices,
        label=_("What is it?"),
        widget=forms.RadioSelect({"class": "inline"}),
        error_messages={"required": _("Say what it is.")},
    )
    description = forms.CharField(
        label=_("What does it show?"),
        max_length=300,
        error_messages={"required": _("Say in a few words what it shows.")},
    )


class SignForm(forms.Form):
    good_faith = forms.BooleanField(
        label=_(
            "I believe in good faith that the listings use the mark without the consent "
            "of its owner, or of the law."
        ),
        error_messages=_required("good_faith"),
    )
    accuracy = forms.BooleanField(
        label=_("What I say in this notice is accurate and complete."),
        error_messages=_required("accuracy"),
    )
    authority = forms.BooleanField(
        label=_("I am the owner of the mark, or may act for its owner."),
        error_messages=_required("authority"),
    )
    signed_name = forms.CharField(
        label=_("Your full name"),
        help_text=_("It stands for your signature."),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name", "class": "w-20"}),
        error_messages=_required("signed_name"),
    )

    def clean_signed_name(self) -> str:
        name: str = self.cleaned_data["signed_name"]
        for gap in validation.gaps_in_name(name):
            raise ValidationError(str(gap), code=gap.code)
        return name


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you withdraw it?"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say why you withdraw the notice.")},
    )


class FilterForm(forms.Form):
    q = forms.CharField(
        label=_("Reference, listing or mark"),
        required=False,
        max_length=120,
        widget=forms.TextInput({"type": "search", "data-key": "/"}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            *(
                (state.value, state.label)
                for state in (State.SUBMITTED, State.DECIDED, State.WITHDRAWN)
            ),
        ],
    )

    def narrowed(self, notices: QuerySet[Notice]) -> QuerySet[Notice]:
        """Only what the filters ask for; a filter that makes no sense is not applied."""
        self.is_valid()
        if state := self.cleaned_data.get("state"):
            notices = notices.filter(state=state)
        if sought := self.cleaned_data.get("q"):
            notices = queries.matching(notices, sought)
        return notices
