"""The cast of every test: who they are is told once, here."""

import pgtrigger
import pytest
from django.test import Client, TransactionTestCase

from alliance.access import Role
from alliance.models import User
from portal.celery import app
from portal.models import Message
from portal.outbox.delivery import deliver_next
from tests.browser import browser, page  # noqa: F401 - fixtures of every test
from tests.factories import (
    MandateFactory,
    MarkFactory,
    MembershipFactory,
    NoticeFactory,
    OrganisationFactory,
)


@pytest.fixture(autouse=True)
def _database(db):
    """Every test may use the database."""


@pytest.fixture(scope="session", autouse=True)
def _audit_log_may_be_emptied_between_tests():
    """Tests that commit are cleaned up by TRUNCATE, which the log's trigger forbids."""
    teardown = TransactionTestCase._fixture_teardown

    def emptied(self):
        with pgtrigger.ignore(
            "portal.Entry:never_emptied", "portal.DayRoot:never_emptied"
        ):
            teardown(self)

    TransactionTestCase._fixture_teardown = emptied
    yield
    TransactionTestCase._fixture_teardown = teardown


@pytest.fixture
def brand():
    """A brand owner in good standing."""
    return OrganisationFactory(name="Maison Aurelle")


@pytest.fixture
def agency():
    return OrganisationFactory(name="Fairmark Agents", agency=True)


@pytest.fixture
def operator():
    return OrganisationFactory(name="Alliance Office", operator=True)


@pytest.fixture
def signatory(brand):
    """Signs for Maison Aurelle, and manages its people."""
    return MembershipFactory(organisation=brand, role=Role.SIGNATORY).as_actor()


@pytest.fixture
def submitter(brand):
    """Files for Maison Aurelle."""
    return MembershipFactory(organisation=brand, role=Role.SUBMITTER).as_actor()


@pytest.fixture
def observer(brand):
    """Sees what Maison Aurelle sees, and changes nothing."""
    return MembershipFactory(organisation=brand, role=Role.OBSERVER).as_actor()


@pytest.fixture
def agent(agency, brand, mark):
    """Files for Maison Aurelle under a mandate for its mark."""
    MandateFactory(principal=brand, agent=agency, marks=[mark])
    return MembershipFactory(organisation=agency, role=Role.AGENT).as_actor()


@pytest.fixture
def reviewer(operator):
    """Works for the operator, across organisations."""
    return MembershipFactory(organisation=operator, role=Role.REVIEWER).as_actor()


@pytest.fixture
def senior(operator):
    return MembershipFactory(
        organisation=operator, role=Role.SENIOR_REVIEWER
    ).as_actor()


@pytest.fixture
def administrator(operator):
    """Runs the portal, and decides nothing about a listing."""
    return MembershipFactory(organisation=operator, role=Role.ADMINISTRATOR).as_actor()


@pytest.fixture
def stranger():
    """Signs for another brand."""
    return MembershipFactory(role=Role.SIGNATORY).as_actor()


@pytest.fixture
def mark(brand):
    return MarkFactory(organisation=brand, name="AURELLE")


@pytest.fixture
def notice(mark):
    """A draft with everything but its items and declarations."""
    return NoticeFactory(mark=mark)


class Worker:
    """Stands where Celery's processes stand: runs what waits in the outbox, in order."""

    def __init__(self) -> None:
        app.loader.import_default_modules()

    def deliver(self) -> None:
        """Deliver what is due, and whatever comes of it."""
        while any(deliver_next(queue) for queue in self._queues()):
            pass

    def _queues(self):
        return list(Message.objects.due().values_list("queue", flat=True).distinct())


@pytest.fixture
def worker():
    return Worker()


@pytest.fixture
def sign_in(settings):
    """A browser-less client, signed in as the person behind an actor."""
    settings.SECOND_FACTOR_REQUIRED = False

    def client_of(actor):
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        return client

    return client_of
