"""What an organisation is told, and where: its own address, and its signatories'."""

from hashlib import sha256

from django.conf import settings
from django.urls import reverse

from alliance.access import Role
from alliance.members.models import User
from alliance.organisations.models import Organisation
from portal import mail


def received(organisation: Organisation, *, to: User) -> None:
    _send("received", organisation, to=to.email, language=to.language)


def told(what: str, organisation: Organisation) -> None:
    """Write to all who must know; each address gets one letter."""
    signatories = User.objects.filter(
        is_active=True,
        memberships__organisation=organisation,
        memberships__ended_at=None,
        memberships__role=Role.SIGNATORY,
    ).order_by("id")
    languages = {user.email: user.language for user in signatories}
    languages.setdefault(organisation.email, next(iter(languages.values()), ""))
    for address, language in languages.items():
        if address:
            _send(what, organisation, to=address, language=language)


def _send(what: str, organisation: Organisation, *, to: str, language: str) -> None:
    moment = organisation.decided_at or organisation.applied_at
    if what == "received":
        moment = organisation.applied_at
    # Addresses may be longer than a key: their hash tells one from another as well.
    reader = sha256(to.encode()).hexdigest()[:16]
    mail.send(
        f"alliance/admission/letters/{what}.txt",
        {
            "organisation": organisation,
            "link": f"{settings.PUBLIC_URL}{reverse('home')}",
        },
        to=to,
        key=f"organisation-{organisation.pk}-{what}-{moment.isoformat()}-{reader}",
        case=f"organisation-{organisation.pk}",
        language=language,
    )
