"""The questions an applicant answers, one page each, in this order."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alliance.admission.models import Application
from alliance.organisations.models import IdentityDocument, Organisation


@dataclass(frozen=True, slots=True)
class Step:
    slug: str
    title: str | Promise
    # Only one kind of organisation is asked it; "" asks all.
    of_kind: str = ""

    def is_asked(self, application: Application) -> bool:
        return self.of_kind in ("", application.answer("kind", "kind"))

    def is_answered(self, application: Application) -> bool:
        return self.slug in application.answers


STEPS = (
    Step("kind", _("Kind of organisation")),
    Step("name", _("Name and registration")),
    Step("address", _("Address")),
    Step("contact", _("Contact")),
    Step("brands", _("Brands"), of_kind=Organisation.Kind.BRAND),
)

# Without these nobody can be vetted.
NEEDED_DOCUMENTS = (
    IdentityDocument.Kind.REGISTRATION,
    IdentityDocument.Kind.AUTHORITY,
)


def asked(application: Application) -> list[Step]:
    return [step for step in STEPS if step.is_asked(application)]


def named(slug: str, application: Application) -> Step | None:
    return next((step for step in asked(application) if step.slug == slug), None)


def after(step: Step, application: Application) -> Step | None:
    """The next step without an answer, from this one on."""
    steps = asked(application)
    following = steps[steps.index(step) + 1 :] if step in steps else steps
    return next((s for s in following if not s.is_answered(application)), None)


def missing_documents(application: Application) -> list[IdentityDocument.Kind]:
    given = set(application.documents.values_list("kind", flat=True))
    if application.organisation:
        given |= set(application.organisation.documents.values_list("kind", flat=True))
    return [kind for kind in NEEDED_DOCUMENTS if kind not in given]


def unanswered(application: Application) -> list[Step]:
    return [step for step in asked(application) if not step.is_answered(application)]


def is_complete(application: Application) -> bool:
    return not unanswered(application) and not missing_documents(application)
