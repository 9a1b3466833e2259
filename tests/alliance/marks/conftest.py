from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from alliance.access import SYSTEM
from alliance.marks import lists
from alliance.marks.demo_authority import DemoAuthority
from alliance.marks.demo_authority.specimens import book
from alliance.marks.details import Details
from alliance.models import MarkDocument, TrustList
from portal.actor import Actor
from portal.files.actions import store
from portal.files.kinds import Kind
from tests.portal.files import pictures

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer\n%%EOF\n"


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """The demo's Clearinghouse."""
    return DemoAuthority.open(tmp_path_factory.mktemp("home"), at=timezone.now())


@pytest.fixture(scope="session")
def specimens(authority, tmp_path_factory):
    """One of every sort of file, by name; `revoked` is on the authority's list."""
    now = timezone.now()
    stranger = DemoAuthority.open(tmp_path_factory.mktemp("stranger"), at=now)
    return {each.name: each for each in book(authority, stranger, at=now)}


@pytest.fixture
def trusted(authority, specimens, settings):
    """The portal trusts the demo's authority, and has its newest lists."""
    settings.MARK_AUTHORITIES = [str(authority.ca)]
    load_lists(authority)
    return authority


def load_lists(authority):
    ca = authority.authority.ca
    for kind, path in (
        (TrustList.Kind.CERTIFICATES, authority.crl),
        (TrustList.Kind.MARKS, authority.smdrl),
    ):
        lists.refresh(ca, kind, path.read_bytes(), source=str(path), by=SYSTEM)


@pytest.fixture
def details():
    """A French trademark, as its certificate has it."""

    def of(**changes):
        return Details(
            **{
                "name": "AURELLE",
                "holder": "Maison Aurelle S.A.",
                "jurisdiction": "FR",
                "registration_number": "4123456",
                "registered_on": date(2020, 5, 4),
                "expires_on": date(2035, 5, 4),
                "nice_classes": (18, 25),
            }
            | changes
        )

    return of


@pytest.fixture
def certificate():
    return {MarkDocument.Kind.CERTIFICATE: stored(PDF, "certificate.pdf")}


def stored(data, name):
    return store(
        ContentFile(data, name=name),
        accept={Kind.PDF, Kind.PICTURE},
        by=Actor(name="Somebody"),
    )


def picture_file(name="bag.jpg"):
    return ContentFile(pictures.photo(), name=name)
