from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.files.models import StoredFile


class Evidence(models.Model):
    """A file that shows the infringement, and what it shows. Sealed with the notice."""

    class Kind(models.TextChoices):
        SCREENSHOT = "screenshot", _("Screenshot")
        PHOTO = "photo", _("Photograph")
        TEST_PURCHASE = "test_purchase", _("Test purchase report")
        OTHER = "other", _("Other")

    notice = models.ForeignKey(
        "takedowns.Notice", on_delete=models.CASCADE, related_name="evidence"
    )
    kind = models.CharField(max_length=15, choices=Kind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    description = models.CharField(max_length=300, help_text="What it shows.")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.description

    @property
    def case(self) -> str:
        return f"notice-{self.notice_id}"
