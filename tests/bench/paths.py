"""The hot paths of the main job, each beside what bounds it."""

from datetime import timedelta
from hashlib import sha256

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from alliance.access import Role
from alliance.models import User
from portal import audit
from portal.audit import verify
from portal.celery import app
from portal.models import Entry, Message
from portal.outbox.delivery import deliver_next
from takedowns.models import Item, Lease, Listing, Notice
from takedowns.notices.states import ItemState, State
from takedowns.review import actions as review
from tests.bench.measuring import Figure, in_turn
from tests.factories import (
    MarketplaceFactory,
    MarkFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

FEW, MANY = 1_000, 30_000


def claim_from_a_long_queue():
    """A claim among 30,000 waiting items costs what it costs among 1,000."""
    operator = OrganisationFactory(operator=True)
    reviewer = MembershipFactory(organisation=operator, role=Role.REVIEWER).as_actor()
    _file(FEW)
    few = _median_claim(reviewer)
    _file(MANY - FEW)
    many = _median_claim(reviewer)
    return Figure("claim next, 30,000 waiting against 1,000", many, few, "s", "<= 2.0")


def page_of_a_long_list():
    """The notice list of a house with 10,000 notices against one with 50."""
    small, large = _house_with(50), _house_with(10_000)
    ours, reference = in_turn(lambda: _get(large), lambda: _get(small))
    return Figure("notice list, 10,000 against 50", ours, reference, "s", "<= 1.5")


def outbox():
    """A delivered message against the three bare statements it cannot do without."""
    app.loader.import_default_modules()
    number = 200

    def ours():
        _post(number)
        while deliver_next("effects"):
            pass

    def reference():
        _post(number)
        for _message in range(number):
            _bare_delivery()

    mine, bare = in_turn(ours, reference, rounds=5)
    return Figure(
        "outbox delivery against bare SQL",
        number / mine,
        number / bare,
        "per s",
        ">= 0.3",
    )


def audit_check():
    """Verifying the chain against hashing the same bytes and nothing else."""
    brand = OrganisationFactory()
    actor = MembershipFactory(organisation=brand).as_actor()
    with transaction.atomic():
        for number in range(2_000):
            audit.record("thing.done", brand, by=actor, number=number)
    entries = Entry.objects.count()
    rows = [str(row).encode() for row in Entry.objects.values_list()]

    def reference():
        list(Entry.objects.order_by("case", "position").values_list())
        for row in rows:
            sha256(row).hexdigest()

    mine, bare = in_turn(verify.first_fault, reference, rounds=5)
    return Figure(
        "audit check against reading and hashing", entries / mine, entries / bare,
        "per s", ">= 0.2",
    )  # fmt: skip


ALL = [outbox, audit_check, page_of_a_long_list, claim_from_a_long_queue]


def _file(count):
    """So many waiting items, written straight into the tables: sending is not measured."""
    mark = MarkFactory()
    marketplace, person = MarketplaceFactory(), UserFactory()
    notice = _sent_notices(mark, marketplace, person, count=1)[0]
    listings = Listing.objects.bulk_create(
        Listing(marketplace=marketplace, native_id=f"B{n}", url=f"http://b/{n}")
        for n in range(count)
    )
    _items(notice, mark, listings)


def _items(notice, mark, listings):
    due = timezone.now() + timedelta(days=1)
    items = [
        Item(notice=notice, listing=listing, row=row, mark=mark, harm=3, due_at=due)
        for row, listing in enumerate(listings, 1)
    ]
    for first in range(0, len(items), 5_000):
        made = Item.objects.bulk_create(items[first : first + 5_000])
        Item.objects.filter(pk__gte=made[0].pk, notice=notice).update(
            state=ItemState.QUEUED
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) takedowns_item")


def _sent_notices(mark, marketplace, person, *, count):
    now = timezone.now()
    notices = Notice.objects.bulk_create(
        Notice(
            sender=mark.organisation, mark=mark, marketplace=marketplace,
            reason="TM_COUNTERFEIT", explanation="Not made by us.", created_by=person,
        )
        for _n in range(count)
    )  # fmt: skip
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(
        state=State.SUBMITTED, submitted_at=now, declares_good_faith=True,
        declares_accuracy=True, declares_authority=True, signed_name="B",
        content_sha256="0" * 64,
    )  # fmt: skip
    return notices


def _median_claim(reviewer):
    def claim():
        item = review.claim_next(by=reviewer)
        Lease.objects.all().delete()
        Item.objects.filter(pk=item.pk).update(state=ItemState.QUEUED)

    return in_turn(claim, lambda: None)[0]


def _house_with(count):
    brand = OrganisationFactory()
    member = MembershipFactory(organisation=brand, role=Role.SIGNATORY)
    mark, marketplace = MarkFactory(organisation=brand), MarketplaceFactory()
    notices = _sent_notices(mark, marketplace, member.user, count=count)
    listings = Listing.objects.bulk_create(
        Listing(marketplace=marketplace, native_id=f"H{n}", url=f"http://h/{n}")
        for n in range(count)
    )
    Item.objects.bulk_create(
        Item(notice=notice, listing=listing, row=1)
        for notice, listing in zip(notices, listings, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(headers={"Host": "localhost"})
    client.force_login(User.objects.get(pk=member.user_id))
    return client


def _get(client):
    answer = client.get("/notices/")
    assert answer.status_code == 200


def _post(number):
    Message.objects.bulk_create(
        Message(task="portal.outbox.tasks.forget_finished", queue="effects")
        for _n in range(number)
    )


def _bare_delivery():
    with connection.cursor() as cursor:
        with transaction.atomic():
            cursor.execute(
                "SELECT id FROM portal_message WHERE done_at IS NULL AND queue='effects'"
                " AND available_at <= now() ORDER BY available_at, id"
                " LIMIT 1 FOR UPDATE SKIP LOCKED"
            )
            (pk,) = cursor.fetchone()
            cursor.execute(
                "UPDATE portal_message SET attempts = attempts + 1,"
                " available_at = now() + interval '60 s' WHERE id = %s", [pk]
            )  # fmt: skip
        cursor.execute("UPDATE portal_message SET done_at = now() WHERE id = %s", [pk])
