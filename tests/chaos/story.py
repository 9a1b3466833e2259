"""The accidents themselves; tests.chaos.crash prepares the ground."""

import os
import random
import sys
import time
from datetime import timedelta
from pathlib import Path

import httpx
import redis
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

import tests.chaos.django_ready
from alliance.access import Role
from portal import sealing
from portal.audit.verify import first_fault
from portal.models import Entry, Letter, Message
from takedowns.enforcement.states import State
from takedowns.models import Decision, Order
from takedowns.notices import actions as notices
from takedowns.notices.reasons import Reason
from takedowns.notices.validation import Declarations
from takedowns.review import actions as review
from tests.chaos.crash import arguments
from tests.chaos.processes import Celery
from tests.factories import (
    ItemFactory,
    ListingFactory,
    MarketplaceFactory,
    MarkFactory,
    MembershipFactory,
    NoticeFactory,
    OrganisationFactory,
    SellerFactory,
)

SWORN = Declarations(good_faith=True, accuracy=True, authority=True)
MARKET = httpx.Client(base_url=os.environ["MARKET_URL"], trust_env=False, timeout=30)


def control(command, **fields):
    return MARKET.post(f"/control/{command}", json=fields).json()


def log(event):
    return [e for e in MARKET.get("/log.json").json()["entries"] if e["event"] == event]


class Alliance:
    """One brand, one reviewer, one marketplace that answers slowly and badly."""

    def __init__(self, cuts):
        call_command("migrate", verbosity=0)
        self.mark = MarkFactory(organisation=OrganisationFactory())
        self.submitter = MembershipFactory(
            organisation=self.mark.organisation, role=Role.SUBMITTER
        ).as_actor()
        operator = OrganisationFactory(operator=True)
        self.reviewer = MembershipFactory(
            organisation=operator, role=Role.REVIEWER
        ).as_actor()
        self.marketplace = MarketplaceFactory(
            base_url=str(MARKET.base_url).rstrip("/"),
            secret=sealing.seal(os.environ["MARKET_SECRET"]),
            listing_url=f"{str(MARKET.base_url).rstrip('/')}/listing/{{id}}",
        )
        self.seller = SellerFactory(
            marketplace=self.marketplace, email=sealing.seal("seller@shop.example")
        )
        control("behaviour", kind="slow", seconds=0.3, place="orders")
        # Carried out, and the answer cut off: the worst moment to lose a receipt.
        control("behaviour", kind="nonsense", form="cut", times=cuts)

    def uphold_one(self):
        sold = control("listings", title="Aurelle bag, new", seller="aurelle-paris")
        listing = ListingFactory(
            marketplace=self.marketplace,
            seller=self.seller,
            native_id=sold["listing_id"],
        )
        notice = NoticeFactory(mark=self.mark, marketplace=self.marketplace)
        ItemFactory(notice=notice, listing=listing)
        notices.submit(
            notice, declared=SWORN, signed_name="Ada Moreau", by=self.submitter
        )
        item = review.claim_next(by=self.reviewer)
        review.decide(
            item,
            outcome=Decision.Outcome.UPHELD,
            code=Reason.TM_COUNTERFEIT,
            facts="The label is printed where the genuine one is woven.",
            by=self.reviewer,
        )


def main():
    asked = arguments()
    ends_at = time.monotonic() + asked.seconds
    alliance = Alliance(cuts=max(1, asked.notices // 4))
    beat = Celery.beat(Path(settings.DATA_DIR))
    workers = [Celery.worker(number) for number in range(2)]
    try:
        suffer(alliance, workers, asked, ends_at)
        recovered_in = recover(asked.notices, ends_at)
    finally:
        for process in (beat, *workers):
            process.kill()
    return report(asked, recovered_in)


def suffer(alliance, workers, asked, ends_at):
    """Notices, kills and flushes in a random order, each after a short while."""
    broker = redis.Redis.from_url(settings.REDIS_URL)
    deeds = ["uphold"] * asked.notices + ["kill"] * asked.kills
    deeds += ["flush"] * asked.flushes
    random.shuffle(deeds)
    for number, deed in enumerate(deeds):
        time.sleep(random.uniform(0.1, 1.2))
        if time.monotonic() > ends_at:
            raise TimeoutError(f"only {number} of {len(deeds)} deeds were done")
        if deed == "uphold":
            alliance.uphold_one()
        elif deed == "flush":
            broker.flushall()
        else:
            victim = workers[number % len(workers)]
            victim.kill()
            victim.start()


def recover(wanted, ends_at):
    """Seconds until all is down, or until the time is over."""
    began_at = time.monotonic()
    while time.monotonic() < ends_at:
        down = Order.objects.filter(state=State.VERIFIED_DOWN).count()
        if down == wanted and not unfinished():
            break
        time.sleep(0.2)
    return time.monotonic() - began_at


def report(asked, recovered_in):
    upheld = set(Order.objects.values_list(LISTING, flat=True))
    downs = [entry["listing_id"] for entry in log("down")]
    findings = {
        "upheld listings": len(upheld) == asked.notices,
        "down by the marketplace's log, each once": sorted(downs) == sorted(upheld),
        "answer 410 to a buyer": {status(listing) for listing in upheld} == {410},
        "seen gone by our own check": not Order.objects.exclude(
            state=State.VERIFIED_DOWN
        ).exists(),
        "written down as sent once": events("order.sent") == asked.notices,
        "one letter to the seller each": letters() == asked.notices,
        "the outbox has nothing left to do": not unfinished(),
        "the audit log is whole": first_fault() is None,
    }
    sends = len(log("order"))
    print(
        f"{asked.notices} notices, {asked.kills} kills, {asked.flushes} flushes;"
        f" {sends} calls for {len(set(downs))} takedowns,"
        f" recovered {recovered_in:.1f} s after the last accident"
    )
    for finding, holds in findings.items():
        print(f"  {'holds' if holds else 'FAILS'}  {finding}")
    return 0 if all(findings.values()) else 1


def unfinished():
    """What is due, or leased to somebody. The next looks are an hour away."""
    soon = timezone.now() + timedelta(minutes=1)
    return Message.objects.unfinished().filter(available_at__lt=soon).exists()


LISTING = "measure__item__listing__native_id"


def status(listing_id):
    return MARKET.get(f"/listing/{listing_id}").status_code


def events(event):
    return Entry.objects.filter(event=event).count()


def letters():
    written = Letter.objects.filter(key__startswith="statement-")
    return written.filter(sent_at__isnull=False).count()


if __name__ == "__main__":
    assert tests.chaos.django_ready
    sys.exit(main())
