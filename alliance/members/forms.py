from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.access import Role
from alliance.members.models import ApiKey
from portal.web.fields import LineField


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Role"), widget=forms.RadioSelect(attrs={"class": "cards"})
    )

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]


class InvitationForm(RoleForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("They must sign up, or sign in, with this very address."),
    )
    field_order = ["email", "role"]


class NameForm(forms.Form):
    """Asked of who joins and has not said their name yet."""

    name = LineField(
        label=_("Your full name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
    )


class ProfileForm(forms.Form):
    name = LineField(
        label=_("Your full name"),
        max_length=150,
        help_text=_("As it stands in the record of what you do here."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    uses_shortcuts = forms.BooleanField(
        label=_("Single keys act as shortcuts"),
        required=False,
        help_text=_("Press ? on any page to see them."),
    )


class ApiKeyForm(forms.Form):
    name = LineField(
        label=_("Name of the key"),
        max_length=80,
        help_text=_("What uses it, such as “Nightly import”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple
    )
    last_day = forms.DateField(
        label=_("Last day"),
        help_text=_("At most a year ahead."),
        # A browser's date field reads ISO 8601 alone, whatever the language.
        widget=forms.DateInput({"type": "date", "class": "w-10"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, scopes: list[ApiKey.Scope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (scope.value, scope.label) for scope in scopes
        ]
        self.fields["last_day"].initial = timezone.now().date() + timedelta(days=90)
