"""Every address of the portal, how to make one, and who may go there.

`look` is who may read it, `act` who may post to it: a permission, or one of the words
below. Nothing means that it does not take the method.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, get_resolver, reverse

from alliance.access import Permission as P
from tests.house.world import PICTURE, Side, Visitor

PUBLIC, SIGNED_IN, MEMBER, DEMO = "public", "signed in", "a member", "demo"
Kwargs = dict[str, Any]
Made = Callable[[Side], Kwargs]
Whose = Callable[[Visitor, Side], bool]


def of_nothing(_side: Side) -> Kwargs:
    return {}


def by_party(visitor: Visitor, side: Side) -> bool:
    return visitor.is_staff or visitor.side is side


def by_itself(visitor: Visitor, side: Side) -> bool:
    """The party's own alone: staff have no business there."""
    return visitor.side is side


def by_person(visitor: Visitor, side: Side) -> bool:
    actor = visitor.actor
    return actor is not None and actor.user_id == side.head.user_id


@dataclass(frozen=True)
class Route:
    name: str
    look: str | tuple[str, ...] = ""
    act: str | tuple[str, ...] = ""
    of: Made = of_nothing
    more: tuple[Made, ...] = ()  # other things of a party worth looking at
    whose: Whose = by_party
    also: frozenset[int] = frozenset()  # what else may be answered to who may
    instead: frozenset[int] = frozenset()  # and to who may not: an empty list
    # What must be sent for anybody to be asked who they are: most doors ask that first.
    sent: Callable[[], Kwargs] = dict

    @property
    def is_api(self) -> bool:
        return PATTERNS[self.name].startswith("api/")

    def url(self, side: Side) -> str | None:
        """Its address for a party's things; none where the party has no such thing."""
        return self._reverse(self.of, side)

    def urls(self, side: Side) -> Iterator[str]:
        for made in (self.of, *self.more):
            if url := self._reverse(made, side):
                yield url

    def _reverse(self, made: Made, side: Side) -> str | None:
        try:
            return reverse(self.name, kwargs=made(side))
        except AttributeError:
            return None


def pk_of(thing: str) -> Made:
    return lambda side: {"pk": getattr(side, thing).pk}


def reference_of(thing: str) -> Made:
    return lambda side: {"reference": getattr(side, thing).reference}


def fixed(**kwargs: Any) -> Made:
    return lambda _side: kwargs


def _table() -> Iterator[Route]:
    yield from _ground()
    yield from _accounts()
    yield from _admission()
    yield from _organisations()
    yield from _people()
    yield from _marks()
    yield from _mandates()
    yield from _notices()
    yield from _review()
    yield from _enforcement()
    yield from _api()


def _ground() -> Iterator[Route]:
    yield Route("landing", look=PUBLIC)
    yield Route("livez", look=PUBLIC)
    yield Route("readyz", look=PUBLIC)
    yield Route("design", look=DEMO)
    yield Route("set-theme", act=PUBLIC)
    yield Route("set-shortcuts", act=PUBLIC)
    yield Route("set_language", look=PUBLIC, act=PUBLIC)
    yield Route("api-schema", look=PUBLIC)
    yield Route("api-docs", look=PUBLIC)
    yield Route("demo", look=DEMO)
    yield Route("demo-specimen", look=DEMO, of=fixed(name="good-trademark"))
    yield Route("letter-list", look=DEMO)
    yield Route("letter-detail", look=DEMO, of=pk_of("letter"))
    yield Route("audit-list", look=P.AUDIT_VIEW)
    yield Route("audit-export", look=P.AUDIT_VIEW)


# allauth's own pages. What they answer is theirs; that they never fail is ours.
ACCOUNTS: dict[str, Kwargs] = {
    "account_login": {},
    "account_logout": {},
    "account_inactive": {},
    "account_signup": {},
    "account_reauthenticate": {},
    "account_email": {},
    "account_email_verification_sent": {},
    "account_change_password": {},
    "account_set_password": {},
    "account_reset_password": {},
    "account_confirm_login_code": {},
    "account_confirm_email": {"key": "not-a-key"},
    "account_reset_password_from_key_done": {},
    "account_reset_password_from_key": {"uidb36": "1", "key": "not-a-key"},
    "account_reset_password_done": {},
    "mfa_index": {},
    "mfa_authenticate": {},
    "mfa_reauthenticate": {},
    "mfa_activate_totp": {},
    "mfa_deactivate_totp": {},
    "mfa_view_recovery_codes": {},
    "mfa_generate_recovery_codes": {},
    "mfa_download_recovery_codes": {},
    "mfa_list_webauthn": {},
    "mfa_add_webauthn": {},
    "mfa_reauthenticate_webauthn": {},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
    "mfa_login_webauthn": {},
    "usersessions_list": {},
}
REFUSALS = frozenset({403, 404, 405, 429})


def _accounts() -> Iterator[Route]:
    for name, kwargs in ACCOUNTS.items():
        yield Route(name, look=PUBLIC, act=PUBLIC, of=fixed(**kwargs), also=REFUSALS)


def _admission() -> Iterator[Route]:
    yield Route("home", look=SIGNED_IN)
    yield Route("apply", look=SIGNED_IN, act=SIGNED_IN)
    yield Route("apply-documents", look=SIGNED_IN, act=SIGNED_IN)
    document = pk_of("application_document")
    yield Route("apply-document", look=SIGNED_IN, of=document, whose=by_person)
    yield Route("apply-document-remove", act=SIGNED_IN, of=document, whose=by_person)
    yield Route("apply-check", look=SIGNED_IN, act=SIGNED_IN)
    yield Route("apply-sent", look=SIGNED_IN, also=frozenset({404}))
    yield Route("apply-again", act=SIGNED_IN, also=frozenset({404}))
    steps = [fixed(slug=slug) for slug in ("name", "address", "contact", "brands")]
    yield Route(
        "apply-step",
        look=SIGNED_IN,
        act=SIGNED_IN,
        of=fixed(slug="kind"),
        more=tuple(steps),
    )


def _organisations() -> Iterator[Route]:
    organisation = pk_of("organisation")
    yield Route("organisation-own", look=SIGNED_IN)
    yield Route("organisation-list", look=SIGNED_IN)
    yield Route("organisation-queue", look=P.ORGANISATION_VET)
    yield Route("organisation-detail", look=P.ORGANISATION_VIEW, of=organisation)
    yield Route("organisation-decide", act=P.ORGANISATION_VET, of=organisation)
    for name in ("organisation-suspend", "organisation-readmit"):
        permission = P.ORGANISATION_SUSPEND
        yield Route(name, look=permission, act=permission, of=organisation)
    for name in ("organisation-edit", "brand-add"):
        permission = P.ORGANISATION_EDIT
        yield Route(name, look=permission, act=permission, of=organisation)
    yield Route(
        "organisation-leave",
        look=P.ORGANISATION_EDIT,
        act=P.ORGANISATION_EDIT,
        of=organisation,
        whose=by_itself,
    )
    yield Route(
        "organisation-document",
        look=(P.ORGANISATION_VET, P.ORGANISATION_EDIT),
        of=lambda s: {"pk": s.organisation.pk, "document_pk": s.document.pk},
    )


def _people() -> Iterator[Route]:
    yield Route("permissions", look=SIGNED_IN)
    yield Route("member-list", look=SIGNED_IN)
    yield Route("member-invite", look=P.MEMBER_MANAGE, act=P.MEMBER_MANAGE)
    for name in ("member-role", "member-end"):
        yield Route(name, look=P.MEMBER_MANAGE, act=P.MEMBER_MANAGE, of=pk_of("member"))
    for name in ("invitation-resend", "invitation-revoke"):
        # Nobody gives, even by a letter again, a role with more than their own.
        above = frozenset({403})
        yield Route(name, act=P.MEMBER_MANAGE, of=pk_of("invitation"), also=above)
    yield Route(
        "invitation",
        look=PUBLIC,
        act=PUBLIC,
        of=lambda s: {"token": s.invitation_token},
        also=frozenset({403}),
    )
    yield Route("membership-list", look=SIGNED_IN)
    yield Route(
        "membership-choose",
        act=SIGNED_IN,
        of=lambda s: {
            "pk": next(m.pk for m in s.members.values() if m.user_id == s.head.user_id)
        },
        whose=by_person,
    )
    yield Route("profile", look=SIGNED_IN, act=SIGNED_IN)
    yield Route("second-factor", look=SIGNED_IN)
    yield Route("api-key-list", look=SIGNED_IN)
    yield Route("api-key-make", look=P.API_KEY_MAKE, act=P.API_KEY_MAKE)
    yield Route("api-key-revoke", act=SIGNED_IN, of=pk_of("key"), whose=by_person)
    yield Route("notification-list", look=SIGNED_IN)
    yield Route("notification-read-all", act=SIGNED_IN)
    yield Route(
        "notification-open", act=SIGNED_IN, of=pk_of("notification"), whose=by_person
    )


def _marks() -> Iterator[Route]:
    own = pk_of("mark")
    yield Route("mark-list", look=SIGNED_IN)
    yield Route("mark-new", look=P.MARK_REGISTER)
    for name in (
        "mark-new-signed",
        "mark-by-hand",
        "mark-by-hand-documents",
        "mark-by-hand-check",
    ):
        yield Route(name, look=P.MARK_REGISTER, act=P.MARK_REGISTER)
    yield Route("mark-queue", look=P.MARK_VERIFY)
    others = (pk_of("pending"), pk_of("returned"))
    yield Route("mark-detail", look=P.MARK_VIEW, of=own, more=others)
    returned = pk_of("returned")
    yield Route("mark-mend", look=P.MARK_REGISTER, act=P.MARK_REGISTER, of=returned)
    pending = pk_of("pending")
    yield Route("mark-check", look=P.MARK_VERIFY, act=P.MARK_VERIFY, of=pending)
    yield Route("mark-renewal", look=P.MARK_VERIFY, act=P.MARK_VERIFY, of=own)
    for name in ("mark-picture-add", "mark-document-add"):
        yield Route(name, look=P.MARK_REGISTER, act=P.MARK_REGISTER, of=own)
    yield Route(
        "mark-picture-remove",
        act=P.MARK_REGISTER,
        of=lambda s: {"pk": s.mark.pk, "picture_pk": s.picture.pk},
    )
    yield Route(
        "mark-picture",
        look=P.MARK_VIEW,
        of=lambda s: {"pk": s.mark.pk, "picture_pk": s.picture.pk, "which": "shown"},
    )
    yield Route(
        "mark-document",
        look=P.MARK_VIEW,
        of=lambda s: {
            "pk": s.pending.pk,
            "document_pk": s.certificate.pk,
            "which": "original",
        },
    )


def _mandates() -> Iterator[Route]:
    own = pk_of("mandate")
    yield Route("mandate-list", look=SIGNED_IN)
    yield Route("mandate-grant", look=P.MANDATE_GRANT, act=P.MANDATE_GRANT)
    yield Route("mandate-detail", look=P.MANDATE_VIEW, of=own)
    yield Route(
        "mandate-revoke",
        act=P.MANDATE_GRANT,
        of=own,
        whose=by_itself,
    )
    yield Route("mandate-document", look=P.MANDATE_VIEW, of=own)


def _notices() -> Iterator[Route]:
    draft, sent = reference_of("draft"), reference_of("notice")
    yield Route("overview", look=SIGNED_IN)
    yield Route("notice-list", look=SIGNED_IN)
    yield Route("notice-export", look=SIGNED_IN)
    yield Route("draft-list", look=SIGNED_IN)
    yield Route("notice-new", look=P.NOTICE_DRAFT, act=P.NOTICE_DRAFT)
    for name in ("notice-edit", "notice-edit-lines"):
        yield Route(name, look=P.NOTICE_DRAFT, of=draft, whose=by_itself)
    for name in (
        "notice-edit-mark",
        "notice-edit-marketplace",
        "notice-edit-reason",
        "notice-edit-listings",
        "notice-edit-why",
        "notice-edit-evidence",
        "notice-edit-sign",
        "notice-check",
        "notice-discard",
    ):
        drafts = P.NOTICE_DRAFT
        yield Route(name, look=drafts, act=drafts, of=draft, whose=by_itself)
    yield Route(
        "notice-evidence-remove",
        act=P.NOTICE_DRAFT,
        of=lambda s: {"reference": s.draft.reference, "pk": s.draft_evidence.pk},
        whose=by_itself,
    )
    decided = reference_of("decided")
    yield Route("notice-detail", look=P.NOTICE_VIEW, of=sent, more=(decided, draft))
    yield Route("notice-sent", look=P.NOTICE_VIEW, of=sent)
    yield Route("notice-withdraw", act=P.NOTICE_WITHDRAW, of=sent)
    yield Route(
        "item-detail",
        look=P.NOTICE_VIEW,
        of=_item("queued"),
        more=(_item("upheld"), _item("rejected")),
    )
    yield Route(
        "item-picture",
        look=P.NOTICE_VIEW,
        of=lambda s: _item("upheld")(s) | {"which": "shown"},
    )
    yield Route(
        "evidence-file",
        look=P.NOTICE_VIEW,
        of=lambda s: {
            "reference": s.decided.reference,
            "pk": s.evidence.pk,
            "which": "original",
        },
    )


def _item(thing: str) -> Made:
    def made(side: Side) -> Kwargs:
        item = getattr(side, thing)
        return {"reference": item.notice.reference, "row": item.row}

    return made


def _review() -> Iterator[Route]:
    yield Route("review-desk", look=P.ITEM_CLAIM)
    yield Route("review-claim", act=P.ITEM_CLAIM)
    yield Route(
        "review-item",
        look=P.ITEM_CLAIM,
        act=P.ITEM_CLAIM,
        of=pk_of("item"),
        more=(pk_of("queued"), pk_of("upheld"), pk_of("rejected")),
    )
    for name in ("review-release", "review-renew", "review-take-back"):
        yield Route(name, act=P.ITEM_CLAIM, of=pk_of("item"))


def _enforcement() -> Iterator[Route]:
    private: Made = lambda s: {"token": s.statement_token}  # noqa: E731
    yield Route("statement", look=PUBLIC, of=private)
    yield Route("statement-picture", look=PUBLIC, of=private)
    yield Route("order-list", look=P.ORDER_VIEW)
    yield Route("order-detail", look=P.ORDER_VIEW, of=pk_of("order"))
    yield Route("order-retry", act=P.ORDER_RETRY, of=pk_of("order"))


def _api() -> Iterator[Route]:
    notice = reference_of("notice")
    empty = frozenset({200})
    yield Route(
        "api-notice-list",
        look=P.NOTICE_VIEW,
        act=P.NOTICE_DRAFT,
        instead=empty,
    )
    yield Route(
        "api-notice-detail",
        look=P.NOTICE_VIEW,
        of=notice,
        more=(reference_of("decided"), reference_of("draft")),
    )
    draft = reference_of("draft")
    yield Route("api-notice-submit", act=P.NOTICE_SUBMIT, of=draft, whose=by_itself)
    yield Route(
        "api-notice-evidence",
        act=P.NOTICE_DRAFT,
        of=draft,
        whose=by_itself,
        sent=lambda: {
            "kind": "photo",
            "description": "The label.",
            "file": SimpleUploadedFile("label.txt", b"Printed, not woven."),
        },
    )
    yield Route(
        "api-notice-withdraw",
        act=P.NOTICE_WITHDRAW,
        of=notice,
        sent=lambda: {"reason": "Sent by mistake."},
    )
    yield Route(
        "api-notice-timeline",
        look=P.NOTICE_VIEW,
        of=notice,
        more=(reference_of("decided"),),
    )
    yield Route("api-me", look=MEMBER)
    yield Route("api-mandate-list", look=P.MANDATE_VIEW, instead=empty)
    yield Route("api-mandate-detail", look=P.MANDATE_VIEW, of=pk_of("mandate"))
    yield Route("api-address-check", act=MEMBER)
    yield Route("api-marketplace-list", look=MEMBER)
    yield Route("api-review-claim", act=P.ITEM_CLAIM)
    for name in ("api-review-decide", "api-review-release"):
        yield Route(name, act=P.ITEM_CLAIM, of=pk_of("item"))
    yield Route("api-mark-list", look=P.MARK_VIEW, instead=empty)
    yield Route("api-mark-signed", act=P.MARK_REGISTER)
    yield Route(
        "api-mark-detail",
        look=P.MARK_VIEW,
        of=pk_of("mark"),
        more=(pk_of("pending"), pk_of("returned")),
    )
    yield Route(
        "api-mark-pictures",
        act=P.MARK_REGISTER,
        of=pk_of("mark"),
        sent=lambda: {
            "kind": "product",
            "caption": "From above.",
            "file": SimpleUploadedFile("above.webp", PICTURE),
        },
    )


def patterns(inside: Any = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """The name and the pattern of every address in the URL map."""
    for pattern in (inside or get_resolver()).url_patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield str(pattern.name), where
        else:
            yield from patterns(pattern, where)


PATTERNS = dict(patterns())
TABLE = list(_table())
ROUTES = {route.name: route for route in TABLE if route.name in PATTERNS}
