"""Registering a mark from its signed file: proved by its authority, nothing retyped."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.access import SYSTEM, Permission, require
from alliance.events import Event
from alliance.marks import actions, smd, trust
from alliance.marks.models import Mark, SignedMarkFile
from alliance.marks.signed import columns
from alliance.marks.smd.envelope import MAX_BYTES
from alliance.marks.states import MEND, RENEW, VERIFY, State
from alliance.organisations.models import Brand, Organisation
from portal import audit, states
from portal.actor import Actor


def register_signed(
    file: "bytes | File[bytes]", *, brand: Brand | None, by: Actor
) -> list[Mark]:
    """Verify an .smd file, and enter its marks (nearly always one) as verified.

    A mark that the organisation has entered already is verified or renewed by the file
    instead; one whose registration has run out, though its file has not, has lapsed.
    Without a brand, one is named after the mark. Raises ValidationError in words, with
    the code of `smd.Refusal`, or already_registered, does_not_fit or no_lists; every
    attempt that is refused is written down.
    """
    organisation_id = actions.owner_of(brand, by=by)
    require(Permission.MARK_REGISTER, by=by, organisation_id=organisation_id)
    now = timezone.now()
    try:
        signed, believed = _verified(_bytes(file), at=now)
        return _enter(signed, believed, brand, organisation_id, at=now, by=by)
    except ValidationError as refusal:
        _write_down(refusal, organisation_id, by=by)
        raise


def _bytes(file: "bytes | File[bytes]") -> bytes:
    if isinstance(file, bytes):
        return file
    file.seek(0)
    # One byte more than is allowed is enough to be told that it is too large.
    raw: bytes = file.read(MAX_BYTES + 1)
    return raw


def _verified(raw: bytes, *, at: datetime) -> tuple[smd.SignedMark, smd.Trust]:
    believed = trust.current()
    if not believed.authorities:
        raise ValidationError(
            _(
                "Signed marks cannot be checked at the moment, since no authority's "
                "lists are loaded. Register the mark by hand, or ask the alliance's "
                "office to load them."
            ),
            code="no_lists",
        )
    try:
        return smd.verify(raw, trust=believed, at=at), believed
    except smd.Refused as refused:
        raise ValidationError(refused.sentence, code=str(refused.code)) from refused


def _enter(
    signed: smd.SignedMark,
    believed: smd.Trust,
    brand: Brand | None,
    organisation_id: int,
    *,
    at: datetime,
    by: Actor,
) -> list[Mark]:
    try:
        with transaction.atomic():
            file = _keep(signed, believed, at=at)
            return [
                _settle(mark, file, brand, organisation_id, by=by)
                for mark in signed.marks
            ]
    except IntegrityError as error:
        # Twice the same file, or two at once: the database let one in.
        raise _already_registered(signed.smd_id, organisation_id) from error


def _keep(
    signed: smd.SignedMark, believed: smd.Trust, *, at: datetime
) -> SignedMarkFile:
    authority, serial = trust.signer_of(signed, believed, at=at)
    file = SignedMarkFile(
        smd_id=signed.smd_id,
        xml=signed.xml,
        issuer_id=signed.issuer.id,
        issuer_name=signed.issuer.org,
        authority=authority,
        signer_serial=serial,
        valid_from=signed.not_before,
        valid_until=signed.not_after,
        checked_at=at,
    )
    _fits(file, ("issuer_id", "issuer_name", "authority", "signer_serial"))
    file.save(force_insert=True)
    return file


def _settle(
    mark: smd.Mark,
    file: SignedMarkFile,
    brand: Brand | None,
    organisation_id: int,
    *,
    by: Actor,
) -> Mark:
    told = columns(mark, signed_until=file.valid_until.date()) | {
        "signed_file": file,
        "checked_at": file.checked_at,
    }
    _fits(Mark(**told), told)
    entered = _entered_before(told, organisation_id)
    if entered is None:
        return _create(told, brand, organisation_id, by=by)
    return _prove(entered, told, by=by)


def _create(
    told: dict[str, Any], brand: Brand | None, organisation_id: int, *, by: Actor
) -> Mark:
    row = Mark.objects.create(
        organisation_id=organisation_id,
        brand=brand or actions.brand_named(told["name"], organisation_id, by=by),
        state=State.VERIFIED,
        registered_by_id=by.user_id,
        **told,
    )
    audit.record(Event.MARK_REGISTERED, row, by=by, name=row.name)
    audit.record(Event.MARK_VERIFIED, row, by=by, **_proof(row))
    _lapse_if_ended(row)
    return row


def _prove(row: Mark, told: dict[str, Any], *, by: Actor) -> Mark:
    """The file proves, or prolongs, what the organisation had entered before."""
    if row.signed_until and row.signed_until >= told["signed_until"]:
        raise ValidationError(
            _(
                "“%(name)s” is registered already, from a signed file that holds as "
                "long or longer. Nothing more is to do."
            ),
            code="already_registered",
            params={"name": row.name},
        )
    if row.state == State.RETURNED:
        states.make(MEND, row)
    was_pending = row.state == State.PENDING
    move, event = (
        (VERIFY, Event.MARK_VERIFIED) if was_pending else (RENEW, Event.MARK_RENEWED)
    )
    states.make(move, row, return_code="", return_note="", **told)
    row.refresh_from_db(fields=["ends_on"])
    audit.record(event, row, by=by, **_proof(row))
    _lapse_if_ended(row)
    return row


def _lapse_if_ended(row: Mark) -> None:
    """A file can be valid whose registration (mark:exDate) has run out long ago."""
    if not row.is_usable:
        actions.lapse(row, by=SYSTEM)


def _entered_before(told: dict[str, Any], organisation_id: int) -> Mark | None:
    """By its register's number, or by the id that the Clearinghouse gave it."""
    known = Q(mark_id=told["mark_id"], kind=told["kind"])
    if told["registration_number"]:
        known |= Q(
            jurisdiction=told["jurisdiction"],
            registration_number=told["registration_number"],
        )
    return (
        Mark.objects.select_for_update(of=("self",))
        .filter(known, organisation_id=organisation_id)
        .exclude(state=State.REVOKED)
        .order_by("id")
        .first()
    )


def _proof(row: Mark) -> dict[str, Any]:
    file = row.signed_file
    return {
        "smd_id": file.smd_id if file else "",
        "authority": file.authority if file else "",
        "signer_serial": file.signer_serial if file else "",
    }


def _fits(row: Mark | SignedMarkFile, names: Iterable[str]) -> None:
    """Signed, but longer than any mark we can keep: said, and not a broken page."""
    others = {field.name for field in row._meta.get_fields()}.difference(names)
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        fields = ", ".join(sorted(error.message_dict))
        raise ValidationError(
            _(
                "The file is properly signed, but the portal cannot keep what it says "
                "in: %(fields)s. Send it to the alliance's office."
            ),
            code="does_not_fit",
            params={"fields": fields},
        ) from error


def _already_registered(smd_id: str, organisation_id: int) -> ValidationError:
    marks = Mark.objects.filter(signed_file__smd_id=smd_id)
    own = marks.filter(organisation_id=organisation_id).first()
    if own:
        sentence = _(
            "This signed mark is registered already: you find it among your marks as "
            "“%(name)s”. Nothing more is to do."
        ) % {"name": own.name}
    elif marks.exists():
        sentence = _(
            "This signed mark is registered already, by another organisation. If it "
            "is yours, write to the alliance's office."
        )
    else:
        sentence = _(
            "A colleague entered this mark at the same moment. Look for it among your "
            "marks, and upload the file again if it is not there."
        )
    return ValidationError(sentence, code="already_registered")


@transaction.atomic
def _write_down(refusal: ValidationError, organisation_id: int, *, by: Actor) -> None:
    organisation = Organisation.objects.get(pk=organisation_id)
    code = getattr(refusal, "code", None) or "invalid"
    audit.record(
        Event.MARK_REFUSED, organisation, by=by, code=code, told=refusal.messages[0]
    )
