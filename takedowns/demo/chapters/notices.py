"""What they report: drafts, notices that wait, one that was a mistake."""

from django.db import transaction

from takedowns.demo import cases, lantern, stage
from takedowns.demo.cases import Case
from takedowns.demo.chapters import marks
from takedowns.demo.people import acting, membership_of
from takedowns.notices import actions
from takedowns.notices.models import Notice
from takedowns.notices.states import State
from takedowns.notices.validation import Declarations

SWORN = Declarations(good_faith=True, accuracy=True, authority=True)


def tell_of_the_first() -> None:
    for case in cases.DECIDED:
        _file(case)


def tell_of_the_rest() -> None:
    for case in cases.WAITING:
        _file(case)
    _regret(_file(cases.MISTAKEN))
    _draft(cases.DRAFT)
    _draft(cases.FROZEN)


def notice_of(case: Case) -> Notice | None:
    """Told by who wrote it, and what it says."""
    sender = membership_of(case.sender).organisation
    return Notice.objects.filter(
        sender=sender, mark=marks.mark_of(case.mark), explanation=case.explanation
    ).first()


@transaction.atomic
def _file(case: Case) -> Notice:
    notice = _draft(case)
    if notice.state == State.DRAFT:
        actions.submit(
            notice,
            declared=SWORN,
            signed_name=case.sender.name,
            by=acting(case.sender),
        )
    return notice


@transaction.atomic
def _draft(case: Case) -> Notice:
    notice = notice_of(case)
    if notice:
        return notice
    by = acting(case.sender)
    notice = actions.draft(
        mark=marks.mark_of(case.mark),
        marketplace=stage.marketplace(),
        reason=case.reason,
        explanation=case.explanation,
        by=by,
    )
    pasted = "\n".join(lantern.address(number) for number in case.listings)
    actions.name_listings(notice, pasted, by=by)
    return notice


def _regret(notice: Notice) -> None:
    if notice.state == State.SUBMITTED:
        why = "It is the seller's own brand: the search found our name by chance."
        actions.withdraw(notice, reason=why, by=acting(cases.MISTAKEN.sender))
