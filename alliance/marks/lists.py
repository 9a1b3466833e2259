"""The authorities' lists, loaded anew, and what follows for the marks they signed."""

from datetime import datetime

from cryptography import x509
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.events import Event
from alliance.marks import actions, smd, trust
from alliance.marks.models import Mark, SignedMarkFile, TrustList
from alliance.marks.smd import revocation
from alliance.marks.states import State
from portal import audit
from portal.actor import Actor
from portal.states import WrongState

Kind = TrustList.Kind
TAKEN_BACK = {smd.Refusal.REVOKED_MARK, smd.Refusal.REVOKED_SIGNER}


@transaction.atomic
def refresh(
    ca: x509.Certificate, kind: Kind, body: bytes, *, source: str, by: Actor
) -> TrustList:
    """Keep an authority's newest list, proved first.

    A list of certificates must bear the authority's signature. A list of marks (RFC
    9361) carries none: it is believed for where it came from. Raises ValidationError
    for one that is damaged, another's, or older than the one we have.
    """
    try:
        read: smd.RevocationList[int] | smd.RevocationList[str] = (
            revocation.read_crl(body, ca=ca)
            if kind == Kind.CERTIFICATES
            else revocation.read_smdrl(body)
        )
    except smd.BadList as bad:
        raise ValidationError(str(bad), code="bad_list") from bad
    authority = trust.key_of(ca)
    _must_not_be_older(read.issued_at, authority, kind)
    row, _is_new = TrustList.objects.update_or_create(
        authority=authority,
        kind=kind,
        defaults={
            "body": body,
            "source": source[:500],
            "issued_at": read.issued_at,
            "next_update_at": read.next_update_at,
            "fetched_at": timezone.now(),
        },
    )
    audit.record(
        Event.TRUST_LIST_REFRESHED,
        row,
        by=by,
        source=source,
        issued_at=read.issued_at,
        entries=len(read.entries),
    )
    return row


def recheck(*, by: Actor) -> int:
    """Verify every signed mark again, and revoke those taken back. Returns how many."""
    now, believed = timezone.now(), trust.current()
    standing = SignedMarkFile.objects.filter(
        marks__state__in=[State.VERIFIED, State.LAPSED]
    ).distinct()
    return sum(_recheck(file, believed, at=now, by=by) for file in standing.iterator())


def _recheck(
    file: SignedMarkFile, believed: smd.Trust, *, at: datetime, by: Actor
) -> int:
    try:
        smd.verify(bytes(file.xml), trust=believed, at=at)
    except smd.Refused as refused:
        if refused.code in TAKEN_BACK:
            return _revoke_all(file, refused, by=by)
        return 0  # what has run out lapses by the clock; an authority may come back
    SignedMarkFile.objects.filter(pk=file.pk).update(checked_at=at)
    return 0


def _revoke_all(file: SignedMarkFile, refused: smd.Refused, *, by: Actor) -> int:
    revoked = 0
    for mark in Mark.objects.filter(signed_file=file).exclude(state=State.REVOKED):
        try:
            actions.revoke(
                mark, code=str(refused.code), sentence=refused.sentence, by=by
            )
        except WrongState:
            continue  # another run was faster
        revoked += 1
    return revoked


def _must_not_be_older(issued_at: datetime, authority: str, kind: Kind) -> None:
    """An old list, given again, would bring revoked marks back to life."""
    kept = TrustList.objects.filter(authority=authority, kind=kind).first()
    if kept and issued_at < kept.issued_at:
        raise ValidationError(
            _("This list is older than the one that is loaded, and was not kept."),
            code="older_list",
        )
