"""An application told back to the applicant: as a task list, and as answers to check."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from alliance.admission import steps
from alliance.admission.models import Application
from alliance.organisations.models import Organisation
from portal.countries import COUNTRIES
from portal.web.shapes import Fact, Task, Tone


def tasks(application: Application) -> list[Task]:
    return [*_questions(application), _documents(application), _check(application)]


def _questions(application: Application) -> Iterator[Task]:
    for step in steps.asked(application):
        is_done = step.is_answered(application)
        yield Task(
            step.title,
            _("Completed") if is_done else _("Not started"),
            url=reverse("apply-step", args=[step.slug]),
            tone=Tone.DOWN if is_done else Tone.QUIET,
        )


def _documents(application: Application) -> Task:
    missing = steps.missing_documents(application)
    return Task(
        _("Identity documents"),
        _("Not started") if missing else _("Completed"),
        url=reverse("apply-documents"),
        hint=_("Needed: %(kinds)s")
        % {"kinds": ", ".join(str(kind.label) for kind in missing)}
        if missing
        else "",
        tone=Tone.QUIET if missing else Tone.DOWN,
    )


def _check(application: Application) -> Task:
    if not steps.is_complete(application):
        return Task(_("Check answers and send"), _("Cannot start yet"))
    return Task(
        _("Check answers and send"),
        _("Not started"),
        url=reverse("apply-check"),
        tone=Tone.DUE,
    )


def facts(application: Application) -> list[Fact]:
    """Each answer with the page where it is changed."""
    country = application.answer("name", "country")
    kind = application.answer("kind", "kind")
    brands = application.answer("brands", "brands") or []
    told = [
        (_("Kind"), Organisation.Kind(kind).label if kind else "", "kind"),
        (_("Registered name"), application.answer("name", "name"), "name"),
        (
            _("Registration number"),
            application.answer("name", "registration_number"),
            "name",
        ),
        (_("Country"), COUNTRIES.get(country, ""), "name"),
        (_("Address"), application.answer("address", "address"), "address"),
        (_("Website"), application.answer("address", "website"), "address"),
        (
            _("Signatory"),
            application.answer("contact", "applicant_name"),
            "contact",
        ),
        (
            _("Where the alliance writes to"),
            application.answer("contact", "email"),
            "contact",
        ),
    ]
    if kind == Organisation.Kind.BRAND:
        told.append((_("Brands"), "\n".join(brands), "brands"))
    return [
        *(Fact(label, value, _change(slug)) for label, value, slug in told),
        Fact(
            _("Identity documents"),
            "\n".join(
                f"{document}: {document.file}"
                for document in application.documents.select_related("file").order_by(
                    "id"
                )
            ),
            reverse("apply-documents"),
        ),
    ]


def _change(slug: str) -> str:
    return f"{reverse('apply-step', args=[slug])}?from=check"
