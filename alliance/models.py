"""The alliance's tables: who belongs to it, for whom they speak, and what they own."""

from alliance.admission.models import Application, ApplicationDocument
from alliance.agents.models import Mandate
from alliance.marks.models import (
    Mark,
    MarkDocument,
    ReferencePicture,
    SignedMarkFile,
    TrustList,
)
from alliance.members.models import ApiKey, Invitation, Membership, User
from alliance.notifications.models import Notification
from alliance.organisations.models import Brand, IdentityDocument, Organisation

__all__ = [
    "ApiKey",
    "Application",
    "ApplicationDocument",
    "Brand",
    "IdentityDocument",
    "Invitation",
    "Mandate",
    "Mark",
    "MarkDocument",
    "Membership",
    "Notification",
    "Organisation",
    "ReferencePicture",
    "SignedMarkFile",
    "TrustList",
    "User",
]
