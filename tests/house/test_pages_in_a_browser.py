"""Every page of the URL map in a real browser: accessible, narrow, by day and by night."""

import pytest

from tests.house.looking import faults_of, show
from tests.house.routes import ROUTES
from tests.house.test_routes import tell

# Each page is looked at by the first of the members, and the first of staff, who get it.
MEMBERS = [
    "brand signatory",
    "agency agent",
    "applied signatory",
    "applicant",
    "suspended signatory",
    "anonymous",
]
STAFF = ["senior", "administrator", "unequipped"]
PAGES = [route.name for route in ROUTES.values() if route.look and not route.is_api]
# Never shown as a page to anybody: files, and ways on to somewhere else.
NO_PAGES = {
    "account_confirm_login_code",
    "account_set_password",
    "apply-document",
    "audit-export",
    "demo-specimen",
    "evidence-file",
    "item-picture",
    "livez",
    "mandate-document",
    # Their session must hold what was typed before: tests/alliance/marks look at them.
    "mark-by-hand-check",
    "mark-by-hand-documents",
    "mark-document",
    "mark-picture",
    "mfa_authenticate",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "notice-edit",
    "notice-export",
    "organisation-document",
    "readyz",
    "set_language",
    "statement-picture",
}


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = settings.MAIL_CAUGHT = True


@pytest.mark.parametrize("name", PAGES)
def test_is_fit_to_be_shown(name, page, world, doors):
    faults, seen = [], 0

    for readers in (MEMBERS, STAFF):
        for visitor, url in shown_to(readers, ROUTES[name], world, doors):
            show(page, doors, visitor)
            faults += [f"{visitor} {url} {fault}" for fault in faults_of(page, url)]
            seen += 1

    assert not faults, tell(faults)
    assert bool(seen) != (name in NO_PAGES)


def shown_to(readers, route, world, doors):
    """The first of them who gets a page there, and all that they get."""
    for name in readers:
        visitor = world.visitors[name]
        side = world.side("brand") if visitor.is_staff else visitor.side
        urls = route.urls(side or world.side("brand"))
        pages = [(visitor, url) for url in urls if is_page(doors.ask(visitor, url))]
        if pages:
            return pages
    return []


def is_page(answer) -> bool:
    return answer.status == 200 and answer.kind == "text/html"
