"""What is kept with a mark: pictures of the genuine article, and documents."""

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from alliance.access import Permission, require
from alliance.events import Event
from alliance.marks.models import Mark, MarkDocument, ReferencePicture
from portal import audit
from portal.actor import Actor
from portal.files.actions import store
from portal.files.kinds import Kind
from portal.files.models import StoredFile

MOST_PICTURES = 200  # of one mark; what Meta's rights manager takes, too
TAKEN = {Kind.PICTURE, Kind.PDF}


@transaction.atomic
def add_picture(
    mark: Mark, upload: "File[bytes]", *, kind: str, caption: str, by: Actor
) -> ReferencePicture:
    """A picture for reviewers to hold a listing against. The same one twice is one."""
    require(Permission.MARK_REGISTER, by=by, organisation_id=mark.organisation_id)
    if not caption.strip():
        raise ValidationError({"caption": _("Say what the picture shows.")})
    if len(caption) > 200:
        raise ValidationError({"caption": _("Shorten this to 200 characters.")})
    if kind not in ReferencePicture.Kind.values:
        raise ValidationError({"kind": _("Choose what the picture shows.")})
    file = _stored(upload, accept={Kind.PICTURE}, field="file", by=by)
    _one_at_a_time(mark)
    before = mark.pictures.filter(file__sha256=file.sha256).first()
    if before:
        return before
    _with_room(mark)
    picture = ReferencePicture.objects.create(
        mark=mark, kind=kind, caption=caption.strip(), file=file
    )
    audit.record(
        Event.PICTURE_ADDED, mark, by=by, caption=picture.caption, sha256=file.sha256
    )
    return picture


@transaction.atomic
def remove_picture(picture: ReferencePicture, *, by: Actor) -> None:
    """Take it from the mark. The file itself is kept: a decision may rest on it."""
    mark = picture.mark
    require(Permission.MARK_REGISTER, by=by, organisation_id=mark.organisation_id)
    caption, sha256 = picture.caption, picture.file.sha256
    picture.delete()
    audit.record(Event.PICTURE_REMOVED, mark, by=by, caption=caption, sha256=sha256)


def take_document(upload: "File[bytes]", *, field: str, by: Actor) -> StoredFile:
    """Store a document before its mark stands: a form of several pages keeps it so."""
    require(Permission.MARK_REGISTER, by=by, organisation_id=by.organisation_id or 0)
    return _stored(upload, accept=TAKEN, field=field, by=by)


@transaction.atomic
def add_document(
    mark: Mark, upload: "File[bytes]", *, kind: str, by: Actor
) -> MarkDocument:
    """A document for staff to read. A renewal puts the mark in their queue."""
    require(Permission.MARK_REGISTER, by=by, organisation_id=mark.organisation_id)
    if kind not in MarkDocument.Kind.values:
        raise ValidationError({"kind": _("Choose what the document is.")})
    file = _stored(upload, accept=TAKEN, field="file", by=by)
    document = MarkDocument.objects.create(mark=mark, kind=kind, file=file)
    audit.record(Event.DOCUMENT_ADDED, mark, by=by, kind=kind, sha256=file.sha256)
    return document


def _stored(
    upload: "File[bytes]", *, accept: set[Kind], field: str, by: Actor
) -> StoredFile:
    try:
        return store(upload, accept=accept, by=by)
    except ValidationError as refusal:
        raise ValidationError({field: refusal}) from refusal


def _one_at_a_time(mark: Mark) -> None:
    """The same picture sent twice at once: the second waits here and finds the first.

    Locked only now, since a picture takes a second to be drawn anew, and without the key,
    so that nobody who files a notice under the mark waits.
    """
    Mark.objects.select_for_update(of=("self",), no_key=True).get(pk=mark.pk)


def _with_room(mark: Mark) -> None:
    if mark.pictures.count() >= MOST_PICTURES:
        raise ValidationError(
            {
                "file": _(
                    "A mark has at most %(number)s pictures. Remove one that is no "
                    "longer needed, then add this one."
                )
                % {"number": MOST_PICTURES}
            }
        )
