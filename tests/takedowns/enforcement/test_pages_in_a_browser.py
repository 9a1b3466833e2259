"""Every page of these rooms, as axe and a narrow screen see it."""

import os
import re
from pathlib import Path

import pytest

from alliance.models import Notification
from portal.models import Letter
from takedowns.enforcement import actions, sending
from takedowns.models import Order
from tests.browser import axe, overflow
from tests.takedowns.enforcement.conftest import REASONS

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = os.environ.get("PICTURES", "")  # a folder for whoever wants to look


@pytest.fixture
def visit(page, live_server, settings, upheld, reviewer, senior, worker, sign_in):
    """Opens a page as the senior reviewer, once something has happened."""
    settings.MAIL_CAUGHT = True
    settings.PUBLIC_URL = live_server.url
    order = actions.impose(upheld, **REASONS, by=reviewer).order
    sending.send(Order.objects.with_listing().get(pk=order.pk))
    worker.deliver()
    Notification.objects.create(
        user_id=senior.user_id,
        entry_id=1,
        event="order.refused",
        title="Lantern Market refused an order: Lantern Market 400100000009",
    )
    cookie = sign_in(senior).cookies["session"].value
    page.context.add_cookies(
        [{"name": "session", "value": cookie, "url": live_server.url}]
    )
    places = {
        "notifications": "/notifications/",
        "orders": "/orders/",
        "order": f"/orders/{order.pk}/",
        "audit": f"/audit/?case={order.case}",
        "letters": "/mail/",
        "letter": f"/mail/{Letter.objects.get(key__startswith='statement-').pk}/",
        "statement": re.search(
            r"/statement/[\w-]+/", Letter.objects.get(key__startswith="statement-").body
        )[0],
    }

    def go(name):
        page.goto(live_server.url + places[name])
        return page

    return go


@pytest.mark.parametrize(
    "name",
    ["notifications", "orders", "order", "audit", "letters", "letter", "statement"],
)
def test_a_page_is_for_everyone(name, visit):
    page = visit(name)
    for scheme in ("light", "dark"):
        for width in (1280, 320):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            if PICTURES:
                shot = Path(PICTURES) / f"{name}-{scheme}-{width}.png"
                page.screenshot(path=shot, full_page=True)
            assert overflow(page) <= 0, (scheme, width)
            assert axe(page) == [], (scheme, width)

    assert page.complaints == []
