from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.agents.models import Mandate
from alliance.agents.territories import TERRITORIES
from alliance.marks.models import Mark
from alliance.marks.states import State as MarkState
from alliance.organisations.models import Organisation
from alliance.organisations.states import State
from portal.web.fields import DayField


class MandateForm(forms.Form):
    agent = forms.ModelChoiceField(
        label=_("Agency"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose an agency"),
    )
    marks = forms.ModelMultipleChoiceField(
        label=_("Marks"),
        queryset=Mark.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    acts = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Mandate.Act.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    territories = forms.MultipleChoiceField(
        label=_("Territories"),
        required=False,
        choices=list(TERRITORIES.items()),
        help_text=_("Choose none for everywhere. Hold Ctrl to choose more than one."),
        widget=forms.SelectMultiple({"size": 8}),
    )
    valid_from = DayField(label=_("First day"))
    valid_until = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave empty for a mandate that holds until it is revoked."),
    )
    document = forms.FileField(
        label=_("Signed mandate"),
        required=False,
        help_text=_("A PDF document, or a picture. At most 20 MB."),
    )

    def __init__(self, *args: Any, principal: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Organisation.objects.filter(
            kind=Organisation.Kind.AGENCY, state=State.ACTIVE
        )
        own = Mark.objects.filter(organisation=principal).exclude(
            state=MarkState.REVOKED
        )
        self.fields["agent"].queryset = agencies.order_by("name")  # type: ignore[attr-defined]
        self.fields["marks"].queryset = own.order_by("name", "id")  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = timezone.now().date()


class FilterForm(forms.Form):
    side = forms.ChoiceField(
        label=_("Side"),
        required=False,
        choices=[("", _("All")), ("given", _("Given")), ("held", _("Held"))],
    )
    standing = forms.ChoiceField(
        label=_("Standing"),
        required=False,
        choices=[
            ("", _("All")),
            ("in_force", _("In force")),
            ("ended", _("Not in force")),
        ],
    )
