"""Any page in a real browser, answered by the portal in this very process.

The browser reaches no server: what it asks for is asked of Django's test client, inside
the transaction of the test, as the visitor whose eyes it has.
"""

from contextvars import copy_context
from urllib.parse import urlsplit

from tests.browser import axe, overflow
from tests.house.asking import Doors
from tests.house.world import Visitor

SITE = "http://localhost"


def show(page, doors: Doors, visitor: Visitor) -> None:
    """From now on the browser sees what this visitor is answered."""
    # Playwright calls back from a context of its own, where Django would open another
    # connection and miss what the test has not committed.
    here = copy_context()

    def answer(asked):
        parts = urlsplit(asked.request.url)
        if parts.scheme == "data":
            asked.continue_()
            return
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        response = here.run(doors.answer, visitor, address)
        asked.fulfill(
            status=response.status_code,
            headers=dict(response.items()),
            body=b"".join(response),
        )

    page.unroute_all()
    page.route("**/*", answer)


def faults_of(page, url: str) -> list[str]:
    """What is wrong with a page, by day on a desk and by night on a telephone."""
    page.complaints.clear()
    page.goto(SITE + url)
    faults = []
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        faults += [f"{scheme}: {found}" for found in axe(page)]
        if overflow(page) > 0:
            faults.append(f"{width}: {overflow(page)} pixels too wide")
    return [*faults, *page.complaints]
