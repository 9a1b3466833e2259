"""Every page of the room, as a browser shows it."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image, ImageDraw

from alliance.marks import actions, attachments
from alliance.marks.registration import register_signed
from alliance.models import MarkDocument, User
from tests.alliance.marks.conftest import picture_file, stored
from tests.browser import axe, overflow
from tests.factories import MarkFactory
from tests.portal.files import pictures

pytestmark = pytest.mark.django_db(transaction=True)


def certificate_page():
    page = Image.new("RGB", (900, 1270), "#fbfaf5")
    pen = ImageDraw.Draw(page)
    pen.rectangle((40, 40, 860, 1230), outline="#7a6a3a", width=3)
    for row, words in enumerate(
        ["INPI", "CERTIFICATE OF REGISTRATION", "AURELLE", "No 4123456", "18, 25"]
    ):
        pen.text((120, 140 + 90 * row), words, fill="#222", font_size=34)
    return pictures.encoded(page, "PNG")


@pytest.fixture
def room(submitter, reviewer, details, trusted, specimens, brand):
    """A mark in every state, with what can hang on one."""
    (signed,) = register_signed(specimens["trademark"].smd, brand=None, by=submitter)
    for caption in ("Front, with label", "Clasp", "Label inside, woven"):
        attachments.add_picture(
            signed,
            ContentFile(pictures.photo(), name="p.jpg"),
            kind="product",
            caption=caption,
            by=submitter,
        )
    register_signed(specimens["treaty-mark"].smd, brand=None, by=submitter)
    register_signed(specimens["chinese-trademark"].smd, brand=None, by=submitter)
    page = {
        MarkDocument.Kind.CERTIFICATE: stored(certificate_page(), "certificate.png")
    }
    marks = [
        actions.register_by_hand(
            details(registration_number=f"41234{row}", name=name),
            brand=None,
            documents=page,
            by=submitter,
        )
        for row, name in enumerate(["AURELLE", "LUNE D'OR", "A" * 120])
    ]
    waiting, returned, renewed = marks
    actions.return_(returned, code="class_missing", note="Class 25.", by=reviewer)
    actions.verify(renewed, by=reviewer)
    attachments.add_document(renewed, picture_file(), kind="renewal", by=submitter)
    MarkFactory(organisation=brand, name="OLD", expires_on=date(2020, 1, 1))
    return {
        "signed": signed.pk,
        "waiting": waiting.pk,
        "returned": returned.pk,
        "renewed": renewed.pk,
    }


PAGES = {
    "list": ("submitter", "/marks/"),
    "new": ("submitter", "/marks/new/"),
    "upload": ("submitter", "/marks/new/signed/"),
    "by hand": ("submitter", "/marks/new/by-hand/"),
    "signed mark": ("submitter", "/marks/{signed}/"),
    "returned mark": ("submitter", "/marks/{returned}/"),
    "mend": ("submitter", "/marks/{returned}/mend/"),
    "picture": ("submitter", "/marks/{signed}/pictures/add/"),
    "document": ("submitter", "/marks/{signed}/documents/add/"),
    "queue": ("reviewer", "/marks/queue/"),
    "check": ("reviewer", "/marks/{waiting}/check/"),
    "renewal": ("reviewer", "/marks/{renewed}/renewal/"),
}


@pytest.fixture
def visit(page, live_server, room, settings, request):
    """Go to a page as the one who needs it."""
    settings.SECOND_FACTOR_REQUIRED = False

    def go(name):
        who, address = PAGES[name]
        client = Client()
        actor = request.getfixturevalue(who)
        client.force_login(User.objects.get(pk=actor.user_id))
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )
        page.goto(live_server.url + address.format(**room))
        return page

    return go


# A page is looked at twice: as on a desk by day, and as on a telephone by night.
LOOKS = [("light", 1280), ("dark", 320)]


def test_no_page_has_a_fault_that_axe_can_find_and_all_fit_their_window(visit):
    faults = {}
    for name in PAGES:
        page = visit(name)
        for scheme, width in LOOKS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            faults[name, width] = axe(page), max(0, overflow(page))

    assert {where: found for where, found in faults.items() if any(found)} == {}
    assert page.complaints == []


def test_a_refused_file_leads_to_its_field(visit):
    page = visit("upload")
    page.set_input_files(
        "[name=file]",
        {"name": "m.smd", "mimeType": "text/plain", "buffer": b"Dear Sirs"},
    )
    page.click("text=Check and register")

    assert "This is not a signed mark" in page.inner_text(".summary")
    assert axe(page) == []
    page.click(".summary a")
    assert page.evaluate("document.activeElement.name") == "file"


def test_a_mark_is_typed_given_its_certificate_and_sent_in(visit):
    page = visit("by hand")
    page.fill("[name=name]", "ORAGE")
    page.select_option("[name=jurisdiction]", "FR")
    page.fill("[name=registration_number]", "777")
    for field, day in (("registered_on", "4 5 2020"), ("expires_on", "4 5 2035")):
        for box, part in enumerate(day.split()):
            page.fill(f"[name={field}_{box}]", part)
    page.fill("[name=nice_classes]", "18")
    page.click("text=Continue")
    page.set_input_files(
        "[name=certificate]",
        {"name": "c.png", "mimeType": "image/png", "buffer": certificate_page()},
    )
    assert axe(page) == []
    page.click("text=Continue")
    assert axe(page) == []
    page.click("text=Send it in")

    assert "Staff compare it" in page.inner_text("[role=status]")
    assert page.inner_text("h1") == "ORAGE"
