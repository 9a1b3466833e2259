"""`visible_to` lets through what is an actor's, and nothing else, in every model that has it.

Whose a row is stands here a second time, in other words, so that a filter that is lost
or loosened does not go unseen.
"""

import pytest
from django.apps import apps

from alliance.access import Permission as P
from takedowns.notices.states import State

HOUSE = ("portal", "alliance", "takedowns")


def models_with_a_filter():
    for model in apps.get_models():
        if model.__module__.startswith(HOUSE) and hasattr(
            model._default_manager, "visible_to"
        ):
            yield model


def _party(row):
    return {row.organisation_id}


def _mark(row):
    today_s = row.mandates.filter(revoked_at=None).values_list("agent_id", flat=True)
    return {row.organisation_id, *today_s}


def _notice(row):
    if row.state in {State.DRAFT, State.DISCARDED}:
        return {row.sender_id}
    return {row.sender_id, row.mark.organisation_id}


def _is_sent(row):
    return row.state not in {State.DRAFT, State.DISCARDED}


# The permission to look, whose it is among the parties, and whether staff see it.
RULES = {
    "Organisation": (P.ORGANISATION_VIEW, lambda row: {row.pk}, lambda row: True),
    "Brand": (P.ORGANISATION_VIEW, _party, lambda row: True),
    "Membership": (P.MEMBER_VIEW, _party, lambda row: True),
    "Invitation": (P.MEMBER_MANAGE, _party, lambda row: True),
    "Mark": (P.MARK_VIEW, _mark, lambda row: True),
    "Mandate": (
        P.MANDATE_VIEW,
        lambda row: {row.principal_id, row.agent_id},
        lambda row: True,
    ),
    "Notice": (P.NOTICE_VIEW, _notice, _is_sent),
    "Item": (
        P.NOTICE_VIEW,
        lambda row: _notice(row.notice),
        lambda row: _is_sent(row.notice),
    ),
    "Order": (P.ORDER_VIEW, lambda row: set(), lambda row: True),
}
# Theirs who the row names, whatever they may do and for whomever they act.
OF_A_PERSON = {
    "ApiKey": lambda row: row.membership.user_id,
    "Notification": lambda row: row.user_id,
}
MODELS = {model.__name__: model for model in models_with_a_filter()}


def test_every_model_with_a_filter_has_its_rule_here():
    assert set(MODELS) == {*RULES, *OF_A_PERSON}


def is_theirs(name, row, actor):
    if name in OF_A_PERSON:
        return OF_A_PERSON[name](row) == actor.user_id
    permission, parties, is_for_staff = RULES[name]
    if permission not in actor.permissions:
        return False
    if actor.everywhere:
        return is_for_staff(row)
    return actor.organisation_id in parties(row)


def wrong_rows(name, found, actor):
    """What is let through though it is not theirs, or kept back though it is."""
    rows = MODELS[name]._default_manager.all()
    theirs = {row.pk for row in rows if is_theirs(name, row, actor)}
    return theirs ^ {row.pk for row in found}


@pytest.mark.parametrize("name", MODELS)
class TestVisibleTo:
    def test_is_what_is_theirs_and_nothing_else(self, name, world):
        for visitor in world.visitors.values():
            if visitor.actor:
                found = MODELS[name]._default_manager.visible_to(visitor.actor)
                assert not wrong_rows(name, found, visitor.actor), visitor

    def test_would_be_missed_if_it_were_lost(self, name, world):
        everything = MODELS[name]._default_manager.all()

        for stranger in ("rival signatory", "idle agent", "applied signatory"):
            actor = world.visitors[stranger].actor
            assert wrong_rows(name, everything, actor), stranger
