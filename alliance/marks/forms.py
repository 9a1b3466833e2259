"""The shape of what is typed about a mark. What it must say is told in `details`."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alliance.marks import offices
from alliance.marks.details import NEEDED, NO_CLASS, Details, check
from alliance.marks.models import Mark, MarkDocument, ReferencePicture
from alliance.marks.rules import ReturnCode
from alliance.marks.states import State
from alliance.organisations.models import Brand
from portal.actor import Actor
from portal.web.fields import DayField

ANY = ("", _("Any"))
DOCUMENT_TYPES = ".pdf,.jpg,.jpeg,.png,.webp"
PICTURE_TYPES = ".jpg,.jpeg,.png,.webp"


def refuse(form: forms.Form, refusal: ValidationError) -> None:
    """An action's refusal, under the fields that it names as far as there are such."""
    named = refusal.error_dict if hasattr(refusal, "error_dict") else {"": [refusal]}
    for field, errors in named.items():
        for error in errors:
            form.add_error(field if field in form.fields else None, error)


def sent(request: HttpRequest) -> tuple[QueryDict | None, Any]:
    """What was posted, for a form: `PictureForm(*sent(request))`; nothing for a GET."""
    if request.method == "POST":
        return request.POST, request.FILES
    return None, None


def _offices() -> list[tuple[str, str | Promise]]:
    return [("", _("Choose the office")), *offices.choices()]


class BrandField(forms.ChoiceField):
    """One of one's own brands, or a new one named after the mark."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Brand"))
        super().__init__(
            required=False,
            help_text=_("The name that buyers know, which may have several marks."),
            **kwargs,
        )

    def offer(self, brands: list[Brand]) -> None:
        new = ("", _("A new brand, named after the mark"))
        self.choices = [new, *((str(brand.pk), brand.name) for brand in brands)]


class BrandedForm(forms.Form):
    """A form that knows who fills it in, and which brands are theirs."""

    brand = BrandField()

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Brand.objects.filter(organisation_id=by.organisation_id or 0)
        self._brands = {str(brand.pk): brand for brand in own.order_by("name", "id")}
        field = self.fields["brand"]
        if isinstance(field, BrandField):
            field.offer(list(self._brands.values()))

    def clean_brand(self) -> Brand | None:
        return self._brands.get(self.cleaned_data["brand"])


class SignedForm(BrandedForm):
    file = forms.FileField(
        label=_("Signed mark file"),
        help_text=_(
            "The .smd file, exactly as the Trademark Clearinghouse gave it to you."
        ),
        widget=forms.ClearableFileInput({"accept": ".smd,.xml"}),
        error_messages={
            "required": _("Choose the .smd file."),
            "empty": _("The file is empty. Choose it again."),
        },
    )
    field_order = ("file", "brand")


class DetailsForm(BrandedForm):
    """A registered trademark, in the order in which a certificate tells it."""

    name = forms.CharField(
        label=_("The mark"),
        help_text=_("Letter by letter as it is registered."),
        error_messages={"required": NEEDED["name"]},
    )
    feature = forms.ChoiceField(
        label=_("What kind of mark is it?"),
        choices=Mark.Feature.choices,
        widget=forms.RadioSelect({"class": "inline"}),
        initial=Mark.Feature.WORD,
    )
    jurisdiction = forms.ChoiceField(
        label=_("Registered at"),
        choices=_offices,
        error_messages={"required": _("Choose the office that registered the mark.")},
    )
    registration_number = forms.CharField(
        label=_("Registration number"),
        widget=forms.TextInput({"class": "w-20"}),
        error_messages={"required": NEEDED["registration_number"]},
    )
    holder = forms.CharField(
        label=_("Holder"),
        help_text=_("As the certificate names it."),
        error_messages={"required": NEEDED["holder"]},
    )
    registered_on = DayField(label=_("Registered on"))
    expires_on = DayField(
        label=_("Holds until"), help_text=_("After its latest renewal.")
    )
    nice_classes = forms.CharField(
        label=_("Nice classes"),
        help_text=_("Numbers between 1 and 45, such as 18, 25."),
        widget=forms.TextInput({"class": "w-20", "inputmode": "numeric"}),
        error_messages={"required": NO_CLASS},
    )
    goods_and_services = forms.CharField(
        label=_("Goods and services"),
        help_text=_("As the certificate lists them, if you have the text at hand."),
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )
    application_number = forms.CharField(
        label=_("Application number"),
        widget=forms.TextInput({"class": "w-20"}),
        required=False,
    )
    applied_on = DayField(label=_("Applied for on"), required=False)
    field_order = (
        "name", "feature", "jurisdiction", "registration_number", "holder",
        "registered_on", "expires_on", "nice_classes", "goods_and_services",
        "application_number", "applied_on", "brand",
    )  # fmt: skip

    def clean_nice_classes(self) -> tuple[int, ...]:
        typed = self.cleaned_data["nice_classes"]
        if re.search(r"[^\d\s,;]", typed) or re.search(r"\d{4}", typed):
            raise ValidationError(
                _("Enter the classes as numbers, with commas between them.")
            )
        return tuple(int(number) for number in re.findall(r"\d+", typed))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                check(self.details, today=timezone.localdate())
            except ValidationError as refusal:
                refuse(self, refusal)
        return cleaned

    @property
    def details(self) -> Details:
        told = {k: v for k, v in self.cleaned_data.items() if k != "brand"}
        return Details(**told)


class DocumentsForm(forms.Form):
    """The certificate, and what explains it. What was given before is kept."""

    certificate = forms.FileField(
        label=_("Certificate"),
        help_text=_("A PDF or a clear picture of every page, at most 20 MB."),
        widget=forms.ClearableFileInput({"accept": DOCUMENT_TYPES}),
        required=False,
    )
    class_page = forms.FileField(
        label=_("Page of classes"),
        help_text=_("If the certificate names the classes on a page of its own."),
        widget=forms.ClearableFileInput({"accept": DOCUMENT_TYPES}),
        required=False,
    )
    translation = forms.FileField(
        label=_("Translation"),
        help_text=_("If the certificate is neither in English nor in Chinese."),
        widget=forms.ClearableFileInput({"accept": DOCUMENT_TYPES}),
        required=False,
    )


class PictureForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What does it show?"),
        choices=ReferencePicture.Kind.choices,
        widget=forms.RadioSelect({"class": "inline"}),
        initial=ReferencePicture.Kind.PRODUCT,
    )
    caption = forms.CharField(
        label=_("In words"),
        help_text=_("What a reviewer should look at, such as: label inside, woven."),
        max_length=200,
    )
    file = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, at most 20 MB and 40 million pixels."),
        widget=forms.ClearableFileInput({"accept": PICTURE_TYPES}),
        error_messages={"required": _("Choose the picture.")},
    )


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=MarkDocument.Kind.choices,
        widget=forms.RadioSelect,
        initial=MarkDocument.Kind.RENEWAL,
    )
    file = forms.FileField(
        label=_("Document"),
        help_text=_("A PDF or a clear picture, at most 20 MB."),
        widget=forms.ClearableFileInput({"accept": DOCUMENT_TYPES}),
        error_messages={"required": _("Choose the document.")},
    )


class FilterForm(forms.Form):
    """Above the list. Nonsense in the address filters nothing."""

    q = forms.CharField(
        label=_("Mark, number or holder"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"data-key": "/"}),
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[ANY, *State.choices], required=False
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[ANY, *Mark.Kind.choices], required=False
    )


class DecisionForm(forms.Form):
    """What staff find beside the certificate."""

    outcome = forms.ChoiceField(
        label=_("Does the certificate show what was entered?"),
        choices=[("verify", _("Yes: verify the mark")), ("return", _("No: return it"))],
        widget=forms.RadioSelect({"class": "cards"}),
        error_messages={"required": _("Choose what you found.")},
    )
    code = forms.ChoiceField(
        label=_("If you return it: why?"),
        choices=[("", _("Choose one")), *ReturnCode.choices],
        required=False,
    )
    note = forms.CharField(
        label=_("Note to the rights holder"),
        help_text=_("Goes into the letter. No personal data of others."),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        required=False,
    )
    distinctiveness = forms.ChoiceField(
        label=_("What speaks against its word alone?"),
        help_text=_("Shown to reviewers beside each listing."),
        choices=Mark.Distinctiveness.choices,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == "return" and not cleaned.get("code"):
            self.add_error("code", _("Choose why it is returned."))
        return cleaned


class RenewalForm(forms.Form):
    expires_on = DayField(label=_("Holds until"), help_text=_("As the renewal has it."))

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        if day < timezone.localdate():
            raise ValidationError(_("Enter a day that lies ahead."))
        return day
