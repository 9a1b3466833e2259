from django.db import models
from django.utils import timezone


class Letter(models.Model):
    """One e-mail: what was said, to whom, and when it left. Kept as proof that it did."""

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField(max_length=320)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    # The case it speaks of, as the audit log names it.
    case = models.CharField(max_length=80, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-written_at"])]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
