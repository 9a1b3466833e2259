"""The journey of the portal, in a real browser on the whole running site.

From a signed mark to a listing that the marketplace itself answers for with 410, and
what everyone concerned then sees. Once as most people come, and once without script.
"""

import re
import time

import pytest
from playwright.sync_api import expect

from takedowns.connectors.sandbox.market import drawing
from takedowns.connectors.sandbox.market.goods import Likeness
from tests.flows.visitor import Visitor
from tests.smoke.clients import Market
from tests.smoke.site import site

# The whole site is started, beside a whole suite.
pytestmark = pytest.mark.timeout(420)
RESALE = "A used original: the pictures show its receipt, so it may be resold."
COPY = "The head stock bears the mark, and the price is a tenth of the owner's."
PATIENCE = 60  # seconds for the workers


@pytest.fixture(autouse=True)
def _database():
    """Not the suite's: the site has one of its own."""


@pytest.fixture(scope="module")
def running(browser):
    """Asks for the browser first: without one, nothing is started."""
    with site() as running:
        yield running


@pytest.fixture
def market(running):
    market = Market(running.market_url)
    yield market
    market.client.close()


@pytest.fixture
def picture(tmp_path):
    drawn = drawing.jpeg(Likeness(thing="guitars", seed=3, lettering="Yunling"))
    file = tmp_path / "guitar.jpg"
    file.write_bytes(drawn)
    return file


@pytest.fixture
def visit(running, browser):
    """Opens a browser of their own for one of the cast, signed in."""
    contexts = []

    def visit(email: str, *, script: bool = True) -> Visitor:
        context = browser.new_context(
            java_script_enabled=script, reduced_motion="reduce"
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        url = running.url.replace("127.0.0.1", "localhost")
        visitor = Visitor(context.new_page(), url)
        visitor.sign_in(email)
        return visitor

    yield visit
    for context in contexts:
        context.close()


def decide_until_done(reviewer: Visitor, verdicts: dict) -> None:
    """The server chooses who comes first: others are decided on the way to ours."""
    undecided = dict(verdicts)
    while undecided:
        reviewer.open("/review/")
        reviewer.press("Claim next")
        shown = reviewer.page.locator("main").inner_text()
        ours = next((address for address in undecided if address in shown), None)
        if ours is None:
            reviewer.decide(
                "rejected", "TEST_BUY_REQUIRED", "A purchase would show it."
            )
        else:
            undecided.pop(ours)()


def answers(market: Market, address: str, status: int) -> bool:
    ends = time.monotonic() + PATIENCE
    while market.status(address) != status and time.monotonic() < ends:
        time.sleep(0.2)
    return market.status(address) == status


def test_from_a_signed_mark_to_a_listing_that_is_gone(running, market, picture, visit):
    drawn = picture.read_bytes()
    fake = market.sell("云岭 吉他 一比一", seller="starqin", picture=drawn)
    used = market.sell("云岭 guitar, used", seller="second-spin", picture=drawn)

    # A brand registers its mark from the signed file, and reports both listings.
    brand = visit("claire@aurelle.example")
    specimens = running.folder / "demo" / "specimens"
    brand.register_mark(specimens / "chinese-trademark.smd", picture)
    reference = brand.file_notice("云岭", [fake, used], "Claire Fontenoy")

    # A reviewer decides the one by keyboard alone, the other as most people do.
    reviewer = visit("jon@office.example")
    decide_until_done(
        reviewer,
        {
            fake: lambda: reviewer.decide_by_keyboard("4.1", COPY),
            used: lambda: reviewer.decide("rejected", "GENUINE_EXHAUSTED", RESALE),
        },
    )

    # The marketplace itself answers for it.
    assert answers(market, fake, 410)
    assert market.status(used) == 200

    # The brand sees what came of each, and was told.
    brand.open(f"/notices/{reference}/")
    history = brand.page.locator("aside")
    _reload_until(brand, history.get_by_text("Seen gone by our own check"))
    brand.open("/notifications/")
    expect(brand.page.locator("main")).to_contain_text(reference)
    expect(brand.page.locator(".bell .count")).to_be_visible()

    # The seller has a letter, and its private link opens for whoever holds it.
    seller = Visitor(visit("rosa@orrisvane.example").page, brand.url)
    seller.page.context.clear_cookies()
    seller.open("/mail/?to=starqin@seller.example")
    seller.page.get_by_role("link", name=re.compile("云岭 吉他")).first.click()
    seller.page.locator(".letter a[href*='/statement/']").click()
    expect(seller.page.locator("main")).to_contain_text(COPY)


def test_filing_and_deciding_need_no_script(market, picture, visit):
    drawn = picture.read_bytes()
    fake = market.sell("Aurelle Odette copy", seller="luxbag-outlet", picture=drawn)
    worn = market.sell("Aurelle Odette, worn", seller="anna-k", picture=drawn)

    brand = visit("hugo@aurelle.example", script=False)
    brand.file_notice("AURELLE", [fake, worn], "Hugo Lemaire")
    reviewer = visit("lena@office.example", script=False)
    decide_until_done(
        reviewer,
        {
            fake: lambda: reviewer.decide("upheld", "TM_COUNTERFEIT", COPY),
            worn: lambda: reviewer.decide("rejected", "GENUINE_EXHAUSTED", RESALE),
        },
    )

    assert answers(market, fake, 410)
    assert market.status(worn) == 200


def _reload_until(visitor: Visitor, shown) -> None:
    ends = time.monotonic() + PATIENCE
    while not shown.count() and time.monotonic() < ends:
        time.sleep(1)
        visitor.page.reload()
    expect(shown.first).to_be_visible()
