"""What two people do at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from alliance.access import Role
from alliance.members import actions, invitations
from alliance.members.models import Invitation, Membership, User
from portal.models import Letter
from portal.states import WrongState
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """Do them together, each on its own connection, and give back what came of each."""
    barrier = Barrier(len(deeds))

    def done(deed):
        barrier.wait()
        try:
            return deed()
        except (ValidationError, WrongState) as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(done, deeds))


def test_two_signatories_cannot_both_go(brand):
    members = MembershipFactory.create_batch(2, organisation=brand, role=Role.SIGNATORY)

    came = at_once(*(lambda m=m: actions.end(m, by=m.as_actor()) for m in members))

    assert came.count(ValidationError) == 1
    assert Membership.objects.standing().filter(organisation=brand).count() == 1


def test_an_address_is_invited_once(brand, signatory):
    came = at_once(
        *[
            lambda: invitations.invite(
                brand, email="lin@house.example", role=Role.OBSERVER, by=signatory
            )
        ]
        * 5
    )

    assert came.count(ValidationError) == 4
    assert Invitation.objects.count() == Letter.objects.count() == 1


def test_an_invitation_is_accepted_once(brand, signatory):
    invitation = invitations.invite(
        brand, email="lin@house.example", role=Role.OBSERVER, by=signatory
    )
    lin = UserFactory(email="lin@house.example")

    def accept():
        own = Invitation.objects.select_related("organisation").get(pk=invitation.pk)
        return invitations.accept(own, user=User.objects.get(pk=lin.pk))

    came = at_once(*[accept] * 5)

    assert came.count(WrongState) == 4
    assert Membership.objects.filter(user=lin).count() == 1
