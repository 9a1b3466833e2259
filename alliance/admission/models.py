from typing import Any

from django.db import models
from django.utils import timezone

from alliance.members.models import User
from alliance.organisations.models import IdentityDocument, Organisation
from portal.files.models import StoredFile


class Application(models.Model):
    """What somebody has told so far. Once sent it becomes an organisation, and goes."""

    applicant = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="application"
    )
    # Refused before, and applying again.
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="+"
    )
    # The cleaned answers of each step: {"contact": {"email": …}}.
    answers = models.JSONField(default=dict)
    begun_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Application of {self.applicant}"

    def answer(self, step: str, name: str) -> Any:
        return self.answers.get(step, {}).get(name, "")


class ApplicationDocument(models.Model):
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="documents"
    )
    kind = models.CharField(max_length=20, choices=IdentityDocument.Kind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.get_kind_display()
