from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from portal.actor import Actor
from portal.files.kinds import CAPS, Format, Kind, foreign_name, recognise
from portal.files.models import StoredFile
from portal.files.names import cleaned
from portal.files.redraw import Redrawn, Unreadable, redraw


def store(upload: "File[bytes]", *, accept: set[Kind], by: Actor) -> StoredFile:
    """Keep what was sent, if it is what it must be. Costs a process for a picture.

    Raises ValidationError with one sentence that says what to do, and code empty,
    too_large, not_accepted, damaged, too_many_pixels or too_heavy.
    Who may send it here is the business of the action that asks.
    """
    largest = max(CAPS[kind] for kind in accept)
    if (upload.size or 0) > largest:
        raise _too_large(largest)
    upload.seek(0)
    return store_bytes(upload.read(), name=upload.name or "", accept=accept, by=by)


def store_bytes(data: bytes, *, name: str, accept: set[Kind], by: Actor) -> StoredFile:
    """As `store`, for bytes that did not come through a form."""
    found = _recognised(data, accept=accept)
    drawn = _drawn(data) if found.kind == Kind.PICTURE else None
    digest = sha256(data).hexdigest()
    row = StoredFile(
        sha256=digest,
        kind=found.kind,
        media_type=found.media_type,
        name=cleaned(name, extension=found.extension),
        size=len(data),
        width=drawn.width if drawn else None,
        height=drawn.height if drawn else None,
        organisation_id=by.organisation_id,
        stored_by_user_id=by.user_id,
    )
    # Not the giver's name: that is for people to read, not for a disk.
    row.original.save(f"{digest}.{found.extension}", ContentFile(data), save=False)
    if drawn:
        row.shown.save(f"{digest}.webp", ContentFile(drawn.shown), save=False)
        row.thumbnail.save(f"{digest}.webp", ContentFile(drawn.thumbnail), save=False)
    row.save()
    return row


def _recognised(data: bytes, *, accept: set[Kind]) -> Format:
    if not data:
        raise ValidationError(_("The file is empty. Choose it again."), code="empty")
    found = recognise(data)
    if found is None or found.kind not in accept:
        raise ValidationError(
            _("%(this)s cannot be taken here. %(instead)s"),
            code="not_accepted",
            params={
                "this": _this(found, data),
                "instead": _instead(accept),
            },
        )
    if len(data) > CAPS[found.kind]:
        raise _too_large(CAPS[found.kind])
    return found


def _drawn(data: bytes) -> Redrawn:
    try:
        return redraw(data)
    except Unreadable as error:
        raise ValidationError(_why(error.code), code=error.code) from error


def _why(code: str) -> str:
    if code == "too_many_pixels":
        return _(
            "The picture has more than 40 million pixels. Make it smaller, and choose it "
            "again."
        )
    if code == "too_heavy":
        return _(
            "The picture takes too long to read. Save it anew as a JPEG or PNG of at most "
            "40 million pixels, and choose that file."
        )
    return _(
        "The picture is damaged or incomplete. Open it in a picture program, save it anew "
        "as a JPEG or PNG, and choose that file."
    )


def _this(found: Format | None, data: bytes) -> str:
    name = found.name if found else foreign_name(data)
    if name:
        return _("A file of the kind “%(name)s”") % {"name": name}
    return _("A file of this kind")


def _instead(accept: set[Kind]) -> str:
    if accept == {Kind.PICTURE}:
        return _("Choose a picture saved as JPEG, PNG or WebP.")
    if accept == {Kind.PDF}:
        return _("Choose a complete PDF document.")
    if accept == {Kind.PICTURE, Kind.PDF}:
        return _("Choose a PDF document, or a picture saved as JPEG, PNG or WebP.")
    if accept == {Kind.TEXT}:
        return _("Choose a plain text file, saved as UTF-8.")
    return _("Choose a JPEG, PNG or WebP picture, a PDF document, or plain UTF-8 text.")


def _too_large(cap: int) -> ValidationError:
    return ValidationError(
        _("The file is larger than %(size)s. Choose a smaller one."),
        code="too_large",
        params={"size": filesizeformat(cap)},
    )
