"""The sandbox marketplace as people see it when the demo is shown."""

import pytest

from tests.browser import axe, overflow
from tests.fakes.marketplace import FAKE_GUITAR

PAGES = ["/", "/listing/{live}", "/listing/{gone}", "/seller/starqin", "/log"]
PAGES += [
    "/control?said=It+behaves+again.",
    "/search?q=nothing+like+it",
    "/no-such-page",
]


@pytest.fixture
def gone(marketplace, fake):
    marketplace.control("switch", listing=fake)
    return fake


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_fits(marketplace, page, gone, scheme):
    page.emulate_media(color_scheme=scheme)
    for path in PAGES:
        page.goto(marketplace.url + path.format(live=FAKE_GUITAR, gone=gone))

        assert axe(page) == [], path
        page.set_viewport_size({"width": 320, "height": 800})
        assert overflow(page) <= 0, path
        page.set_viewport_size({"width": 1280, "height": 800})
    troubles = [said for said in page.complaints if "status of 4" not in said]
    assert troubles == []


def test_the_control_page_needs_no_script(marketplace, page, fake):
    page.goto(f"{marketplace.url}/control")
    relist = page.locator("form[action='/control/relist']")
    relist.get_by_label("Listing").select_option(fake)
    relist.get_by_label("Picture").select_option("cropped")
    relist.get_by_label("New title").fill("Again, under another name")
    relist.get_by_role("button").click()

    assert "is up" in page.get_by_role("status").inner_text()
    page.goto(marketplace.url)
    assert page.get_by_text("Again, under another name").is_visible()
    assert page.complaints == []


def test_a_removal_is_seen_by_a_buyer(marketplace, page, fake, key):
    page.goto(marketplace.page(fake))
    assert page.locator("article.goods").is_visible()

    marketplace.connector.take_down(marketplace.request(key, fake))
    answer = page.reload()

    assert answer.status == 410
    assert page.get_by_role(
        "heading", name="This listing has been removed"
    ).is_visible()
    page.goto(f"{marketplace.url}/log")
    assert (
        page.get_by_role("row").filter(has_text=key).count() == 2
    )  # the order, and down
