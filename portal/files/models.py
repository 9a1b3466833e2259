from django.db import models
from django.utils import timezone


class StoredFile(models.Model):
    """Bytes that someone gave us: the original, hashed and unchanged, and what is safe to show.

    It has no door of its own: the room that keeps it says who may look.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture", "Picture"
        PDF = "pdf", "PDF document"
        TEXT = "text", "Text"

    sha256 = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=10, choices=Kind)
    media_type = models.CharField(max_length=60)
    name = models.CharField(
        max_length=200, help_text="As its giver called it, cleaned."
    )
    size = models.PositiveBigIntegerField(help_text="Bytes of the original.")
    original = models.FileField(upload_to="originals/%Y/%m/", max_length=200)
    # Pictures only: re-encoded without metadata, at most 1280 and 320 pixels wide.
    shown = models.FileField(upload_to="shown/%Y/%m/", max_length=200, blank=True)
    thumbnail = models.FileField(
        upload_to="thumbnails/%Y/%m/", max_length=200, blank=True
    )
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True, db_index=True)
    stored_by_user_id = models.BigIntegerField(null=True)
    stored_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
