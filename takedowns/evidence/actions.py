"""Evidence of a notice. Who may, and whether it is still a draft, the notice itself says."""

from django.core.exceptions import ValidationError
from django.core.files.base import File

from portal.actor import Actor
from portal.files.actions import store
from portal.files.models import StoredFile
from takedowns.evidence.models import Evidence

ACCEPTED = {StoredFile.Kind.PICTURE, StoredFile.Kind.PDF, StoredFile.Kind.TEXT}


def attach(
    *,
    notice_id: int,
    kind: Evidence.Kind,
    file: "File[bytes]",
    description: str,
    by: Actor,
) -> Evidence:
    """Store the file, and say what it shows. ValidationError under `file` if it is none."""
    try:
        stored = store(file, accept=ACCEPTED, by=by)
    except ValidationError as refusal:
        raise ValidationError({"file": refusal}) from refusal
    return Evidence.objects.create(
        notice_id=notice_id,
        kind=kind,
        file=stored,
        description=description.strip(),
        added_by_id=by.user_id or 0,
    )
