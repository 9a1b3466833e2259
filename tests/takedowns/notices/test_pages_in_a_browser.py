"""The wizard's and the notices' pages in a real browser, light and dark, wide and narrow."""

import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.files.actions import store
from portal.files.models import StoredFile
from takedowns.notices import actions
from tests.browser import axe, overflow
from tests.factories import CaptureFactory, ItemFactory, MarkFactory, NoticeFactory
from tests.takedowns.notices.conftest import SWORN
from tests.takedowns.notices.test_api import PNG

pytestmark = pytest.mark.django_db(transaction=True)
# Where pictures of the pages go, for whoever wants to look at them.
PICTURES = os.environ.get("PICTURES")
PASTED = """https://sandbox.example/item/A1
https://sandbox.example/item/B2?utm_source=mail
https://sandbox.example/item/A1

https://user:secret@sandbox.example/item/C3
https://elsewhere.com/thing/9
just some words
https://sandbox.example/search?q=aurelle
"""


@pytest.fixture
def story(mark, market, submitter):
    """A draft with everything, a notice in review with a picture, and one that stands."""
    MarkFactory(organisation=mark.organisation, name="極光 AURELLE")
    picture = store(
        SimpleUploadedFile("bag.png", PNG),
        accept={StoredFile.Kind.PICTURE},
        by=submitter,
    )
    sent = NoticeFactory(mark=mark, marketplace=market)
    for title in ("Aurelle style bag, 1:1 quality", "AURELLE wallet, factory outlet"):
        item = ItemFactory(notice=sent)
        item.capture = CaptureFactory(
            listing=item.listing, title=title, picture=picture
        )
        item.save()
    ItemFactory(notice=sent, capture=None)
    actions.submit(sent, declared=SWORN, signed_name="Ada Moreau", by=submitter)
    draft = NoticeFactory(mark=mark, marketplace=market)
    actions.name_listings(draft, PASTED, by=submitter)
    actions.declare(draft, declared=SWORN, signed_name="Ada Moreau", by=submitter)
    return {"sent": sent.reference, "draft": draft.reference}


@pytest.fixture
def signed_in(page, live_server, submitter, sign_in):
    session = sign_in(submitter).cookies["session"].value
    page.context.add_cookies(
        [{"name": "session", "value": session, "url": live_server.url}]
    )
    return page


PAGES = {
    "overview": "/home/overview/",
    "list": "/notices/",
    "nothing": "/notices/?q=nothing",
    "drafts": "/notices/drafts/",
    "new": "/notices/new/",
    "marketplace": "/notices/{draft}/edit/marketplace/",
    "reason": "/notices/{draft}/edit/reason/",
    "listings": "/notices/{draft}/edit/listings/",
    "answers": "/notices/{draft}/edit/listings/answers/",
    "why": "/notices/{draft}/edit/why/",
    "evidence": "/notices/{draft}/edit/evidence/",
    "sign": "/notices/{draft}/edit/sign/",
    "check": "/notices/{draft}/edit/check/",
    "discard": "/notices/{draft}/edit/discard/",
    "sent": "/notices/{sent}/sent/",
    "detail": "/notices/{sent}/",
    "item": "/notices/{sent}/items/{row}/",
}


@pytest.mark.parametrize(
    ("scheme", "width"),
    [("light", 1280), ("dark", 320)]
    + ([("dark", 1280), ("light", 320)] if PICTURES else []),
)
def test_every_page_is_without_fault(signed_in, live_server, story, scheme, width):
    row = actions.Notice.objects.get(reference=story["sent"]).items.first().row
    faults = {}
    signed_in.emulate_media(color_scheme=scheme)
    signed_in.set_viewport_size({"width": width, "height": 900})

    for name, path in PAGES.items():
        answer = signed_in.goto(live_server.url + path.format(**story, row=row))
        assert (answer.status, "/accounts/" in signed_in.url) == (200, False)
        if PICTURES:
            target = Path(PICTURES) / f"{name}-{width}-{scheme}.png"
            signed_in.screenshot(path=target, full_page=True)
        found = [*axe(signed_in), *signed_in.complaints]
        if found or overflow(signed_in) > 0:
            faults[name] = [*found, f"overflow {overflow(signed_in)}"]

    assert faults == {}


def test_a_failed_page_leads_to_its_field(signed_in, live_server, story):
    signed_in.goto(live_server.url + f"/notices/{story['draft']}/edit/why/")
    signed_in.fill("[name=explanation]", "I own the trademark [name] and no other.")
    signed_in.click("main button.primary")

    signed_in.click(".summary a")

    assert signed_in.evaluate("document.activeElement.name") == "explanation"
    assert axe(signed_in) == []
