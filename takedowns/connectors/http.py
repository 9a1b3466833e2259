"""Speaks docs/marketplace-protocol.md, which any marketplace can implement."""

import json
import secrets
from dataclasses import asdict, replace
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from takedowns.connectors import answers, clock, pages, signing
from takedowns.connectors.base import (
    Account,
    Action,
    FeedPage,
    Ground,
    ListingCapture,
    Picture,
    Presence,
    Receipt,
    Refused,
    Sighting,
    TakedownRequest,
    Unavailable,
)
from takedowns.connectors.fetching import (
    Answer,
    Fetcher,
    Forbidden,
    fetch_picture,
    parsed,
)

ROOT = "/alliance/v1"


class HttpConnector:
    def __init__(self, account: Account) -> None:
        self.account = account
        self.loopback = account.base_url if account.allow_loopback else ""
        self.fetcher = Fetcher(self.loopback)

    def take_down(self, request: TakedownRequest) -> Receipt:
        return self._order(replace(request, action=Action.REMOVE))

    def restore(self, request: TakedownRequest) -> Receipt:
        return self._order(replace(request, action=Action.RESTORE))

    def receipt(self, key: str) -> Receipt:
        return answers.receipt(self._get(f"{ROOT}/orders/{quote(key, safe='')}"))

    def look(self, *, listing_id: str, listing_url: str) -> Sighting:
        """Not signed, so that nobody can tell us from a buyer."""
        try:
            answer = self.fetcher.get(listing_url)
        except Forbidden:
            return Sighting(
                Presence.UNKNOWN, listing_url, clock.now(), Ground.FORBIDDEN_ADDRESS
            )
        if answer.status == 429 or answer.status >= 500:
            raise Unavailable(
                answers.unusual_status(answer.status), answers.retry_after(answer)
            )
        return pages.judge(
            answer, listing_id=listing_id, listing_url=listing_url, at=clock.now()
        )

    def capture(self, listing_id: str) -> ListingCapture:
        found = answers.capture(
            self._get(f"{ROOT}/listings/{quote(listing_id, safe='')}")
        )
        if found.listing_id != listing_id:
            # Another's title and picture would be judged for this one.
            raise Unavailable(_("The marketplace described another listing."))
        return replace(found, picture=self._first_picture(found))

    def feed(self, cursor: str = "") -> FeedPage:
        query = "?" + urlencode({"cursor": cursor}) if cursor else ""
        return answers.feed(self._get(f"{ROOT}/feed{query}"))

    def _order(self, request: TakedownRequest) -> Receipt:
        """The body has no time in it: every attempt sends the same bytes."""
        body = json.dumps(asdict(request), ensure_ascii=False, sort_keys=True).encode()
        url = f"{self.account.base_url.rstrip('/')}{ROOT}/orders"
        headers = self._signed("POST", url, key=request.key, body=body)
        headers["Content-Type"] = "application/json"
        answer = self.fetcher.post(url, headers=headers, body=body)
        return answers.receipt(answer, is_removal=request.action == Action.REMOVE)

    def _get(self, path: str) -> Answer:
        url = self.account.base_url.rstrip("/") + path
        headers = self._signed("GET", url, key=f"get_{secrets.token_urlsafe(16)}")
        return self.fetcher.get(url, headers=headers, redirects=0)

    def _signed(
        self, method: str, url: str, *, key: str, body: bytes = b""
    ) -> dict[str, str]:
        target = parsed(url).raw_path.decode()
        signed = signing.payload(method, target, body)
        return signing.headers(self.account.secret, key, signed, at=clock.now())

    def _first_picture(self, found: ListingCapture) -> Picture | None:
        """A picture that cannot be had does not keep a notice from being filed."""
        for url in found.picture_urls[:1]:
            try:
                return fetch_picture(url, loopback=self.loopback)
            except (Refused, Unavailable):
                return None
        return None
