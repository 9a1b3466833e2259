from django.db import models
from django.utils import timezone


class IdempotencyKey(models.Model):
    """What was answered to a request that may come again. Kept seven days."""

    organisation_id = models.BigIntegerField()
    key = models.CharField(max_length=255)
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=300)
    body_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "key"], name="a_key_is_used_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.key}"
