"""Evidence of a notice. Who may, and whether it is still a draft, the notice itself says."""

from portal.actor import Actor
from portal.files.models import StoredFile
from takedowns.evidence.models import Evidence


def attach(
    *,
    notice_id: int,
    kind: Evidence.Kind,
    file: StoredFile,
    description: str,
    by: Actor,
) -> Evidence:
    return Evidence.objects.create(
        notice_id=notice_id,
        kind=kind,
        file=file,
        description=description.strip(),
        added_by_id=by.user_id or 0,
    )
