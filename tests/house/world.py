"""A portal in the middle of its work: three houses, two agencies, and all who may come by.

What somebody must not see is a word that stands nowhere else: a canary. Each says who
may read it; the crawl of every page then looks for the others.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.utils import timezone

from alliance.access import Role
from alliance.admission import actions as admission
from alliance.marks import actions as marks
from alliance.marks.states import State as MarkState
from alliance.members import invitations
from alliance.members.tokens import ALLOWS, new_key
from alliance.models import (
    ApiKey,
    Application,
    ApplicationDocument,
    IdentityDocument,
    Invitation,
    Mark,
    MarkDocument,
    Notification,
    Organisation,
    ReferencePicture,
)
from portal import sealing
from portal.actor import Actor
from portal.files.models import StoredFile
from portal.models import Letter
from takedowns.models import Decision, Evidence, Marketplace, Order
from takedowns.notices import actions as notices
from takedowns.notices.reasons import Reason
from takedowns.notices.validation import Declarations
from takedowns.review import actions as review
from tests.factories import (
    BrandFactory,
    CaptureFactory,
    ItemFactory,
    ListingFactory,
    MandateFactory,
    MarketplaceFactory,
    MarkFactory,
    MembershipFactory,
    NoticeFactory,
    OrganisationFactory,
    SellerFactory,
    UserFactory,
)
from tests.portal.files.pictures import photo

SWORN = Declarations(good_faith=True, accuracy=True, authority=True)
PICTURE = photo("WEBP", size=(64, 48))


class Side(SimpleNamespace):
    """One party and what is theirs. What it has not got, it has no attribute for."""

    name: str
    organisation: Organisation
    people: dict[str, Actor]

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(frozen=True)
class Visitor:
    """Somebody who comes by: in a browser's session, or a program with a key."""

    name: str
    side: Side | None = None
    actor: Actor | None = None
    key: str = ""
    # The party whose things are not theirs.
    other: Side | None = None
    # A key that was revoked or ran out opens nothing.
    works: bool = True

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        return bool(self.actor and self.actor.everywhere)


Reader = Callable[[Visitor], bool]


@dataclass(frozen=True)
class Canary:
    text: str
    readers: Reader


@dataclass
class World:
    sides: dict[str, Side] = field(default_factory=dict)
    visitors: dict[str, Visitor] = field(default_factory=dict)
    canaries: list[Canary] = field(default_factory=list)

    def hide(self, text: str, readers: Reader) -> str:
        self.canaries.append(Canary(text, readers))
        return text

    def side(self, name: str) -> Side:
        return self.sides[name]


def build() -> World:
    world = World()
    operator = _operator(world)
    market = MarketplaceFactory(
        name="Lantern",
        slug="lantern",
        hosts=["lantern.example"],
        secret=world.hide(sealing.seal("xqmarketsecret"), nobody),
    )
    agency = _agency(world, "agency")
    idle = _agency(world, "idle")
    houses = [
        _house(world, name, operator, market, agency if name == "brand" else None)
        for name in ("brand", "rival", "suspended")
    ]
    _decided(world, houses, operator)
    _waiting(world, houses, operator)
    _agents_work(world, agency, world.side("brand"), market)
    applied = _applied(world)
    applicant = _applicant(world)
    admission.suspend(
        world.side("suspended").organisation,
        reason="Papers ran out.",
        by=operator.people["senior"],
    )
    _let_in(world, operator, [*houses, agency, idle, applied], applicant)
    return world


def build_empty() -> World:
    """The first day: staff, and one house that has only just been admitted."""
    world = World()
    operator = _operator(world, is_at_work=False)
    side = Side(name="brand", organisation=OrganisationFactory(name="Maison nouvelle"))
    side.members = _people(world, side, {"signatory": Role.SIGNATORY}, of("brand"))
    side.people = {"signatory": side.members["signatory"].as_actor()}
    side.head = side.people["signatory"]
    world.sides["brand"] = side
    _admit(world, Visitor("brand signatory", side, side.head))
    _admit(world, Visitor("senior", operator, operator.people["senior"]))
    return world


# --- who may read what -----------------------------------------------------------


def nobody(_visitor: Visitor) -> bool:
    return False


def staff(visitor: Visitor) -> bool:
    return visitor.is_staff


def of(*names: str, also_staff: bool = True) -> Reader:
    """The people of these parties; of a suspended one nobody but for its own papers."""

    def may(visitor: Visitor) -> bool:
        if visitor.is_staff:
            return also_staff
        return visitor.side is not None and visitor.side.name in names

    return may


# --- the parties -----------------------------------------------------------------


def _people(
    world: World, side: Side, roles: dict[str, Role], readers: Reader
) -> dict[str, Any]:
    """One person for each role, named so that a page that tells of them is found out."""
    members = {}
    for name, role in roles.items():
        word = f"xq{side.name}{name}"
        user = UserFactory(
            name=world.hide(f"{word}name", readers),
            email=world.hide(f"{word}@canary.example", readers),
        )
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        Authenticator.objects.create(
            user=user,
            type=Authenticator.Type.TOTP,
            data={"secret": world.hide(sealing.seal("JBSWY3DPEHPK3PXP"), nobody)},
        )
        members[name] = MembershipFactory(
            user=user, organisation=side.organisation, role=role
        )
    return members


def _operator(world: World, *, is_at_work: bool = True) -> Side:
    side = Side(name="operator")
    side.organisation = OrganisationFactory(name="Alliance Office", operator=True)
    roles = {
        "reviewer": Role.REVIEWER,
        "senior": Role.SENIOR_REVIEWER,
        "administrator": Role.ADMINISTRATOR,
        "colleague": Role.REVIEWER,
    }
    side.members = _people(world, side, roles, staff)
    side.member = side.members.pop("colleague")
    side.people = {name: member.as_actor() for name, member in side.members.items()}
    side.head = side.people["reviewer"]
    unequipped = MembershipFactory(
        organisation=side.organisation, role=Role.SENIOR_REVIEWER
    )
    side.people["unequipped"] = unequipped.as_actor()
    if is_at_work:
        _invitation(world, side, Role.REVIEWER, side.people["senior"])
        _personal(world, side)
    world.sides["operator"] = side
    return side


def _agency(world: World, name: str) -> Side:
    side = Side(name=name)
    side.organisation = OrganisationFactory(
        name=f"Agents {name}",
        agency=True,
        email=world.hide(f"xq{name}office@canary.example", of(name)),
    )
    roles = {
        "agent": Role.AGENT,
        "signatory": Role.SIGNATORY,
        "colleague": Role.AGENT,
    }
    side.members = _people(world, side, roles, _of_a_party(name))
    side.member = side.members.pop("colleague")
    side.people = {key: member.as_actor() for key, member in side.members.items()}
    side.head = side.people["agent"]
    _invitation(world, side, Role.AGENT, side.people["signatory"])
    _personal(world, side)
    world.sides[name] = side
    return side


def _of_a_party(name: str) -> Reader:
    """People's names are known to their own side, and to those they have papers with."""
    friends = {"brand": "agency", "agency": "brand"}
    return of(name, friends.get(name, name))


def _house(
    world: World, name: str, operator: Side, market: Marketplace, agency: Side | None
) -> Side:
    side = Side(name=name, market=market)
    side.organisation = OrganisationFactory(
        name=f"Maison {name}",
        email=world.hide(f"xq{name}office@canary.example", of(name)),
        address=world.hide(f"xq{name}street 1", of(name)),
        registration_number=world.hide(f"xq{name}register", of(name)),
    )
    roles = {
        "signatory": Role.SIGNATORY,
        "submitter": Role.SUBMITTER,
        "observer": Role.OBSERVER,
        "colleague": Role.OBSERVER,
    }
    side.members = _people(world, side, roles, _of_a_party(name))
    side.member = side.members.pop("colleague")
    side.people = {key: member.as_actor() for key, member in side.members.items()}
    side.head = side.people["signatory"]
    side.document = _identity(world, side)
    _invitation(world, side, Role.OBSERVER, side.head)
    _personal(world, side)
    _marks(world, side, operator)
    _mandate(world, side, agency)
    _draft(world, side)
    world.sides[name] = side
    return side


def _identity(world: World, side: Side) -> IdentityDocument:
    name = world.hide(f"xq{side.name}passport.pdf", of(side.name))
    return IdentityDocument.objects.create(
        organisation=side.organisation,
        kind=IdentityDocument.Kind.IDENTITY,
        file=_paper(name),
    )


def _invitation(world: World, side: Side, role: Role, by: Actor) -> None:
    email = world.hide(f"xq{side.name}guest@canary.example", of(side.name))
    side.invitation = invitations.invite(
        side.organisation, email=email, role=role, by=by
    )
    side.invitation_token = "token-of-" + side.name
    Invitation.objects.filter(pk=side.invitation.pk).update(
        token_sha256=sha256(side.invitation_token.encode()).hexdigest()
    )


def _personal(world: World, side: Side) -> None:
    """What belongs to the head of the party alone."""
    membership = next(
        m for m in side.members.values() if m.user_id == side.head.user_id
    )

    def own(visitor: Visitor) -> bool:
        return bool(visitor.actor) and visitor.actor.user_id == side.head.user_id

    side.key = _key(membership, world.hide(f"xq{side.name}key", own))[0]
    side.notification = Notification.objects.create(
        user=membership.user,
        entry_id=membership.pk,
        event="notice.decided",
        title=world.hide(f"xq{side.name}bell", own),
        link="/home/",
    )
    world.hide(side.key.secret_sha256, nobody)
    world.hide(membership.user.password, nobody)


def _key(
    membership: Any,
    name: str,
    *,
    scopes: tuple[str, ...] = ("read",),
    ended: bool = False,
    revoked: bool = False,
) -> tuple[ApiKey, str]:
    text, public_id, secret_sha256 = new_key()
    now = timezone.now()
    key = ApiKey.objects.create(
        membership=membership,
        name=name,
        public_id=public_id,
        secret_sha256=secret_sha256,
        scopes=list(scopes),
        expires_at=now + timedelta(days=-1 if ended else 30),
        revoked_at=now if revoked else None,
    )
    return key, text


def _marks(world: World, side: Side, operator: Side) -> None:
    friends = of(side.name, *(["agency"] if side.name == "brand" else []))
    brand = BrandFactory(organisation=side.organisation, name=f"Brand of {side.name}")
    own = {"organisation": side.organisation, "brand": brand}
    side.mark = MarkFactory(
        **own,
        pending=True,
        name=f"MARK {side.name}".upper(),
        contacts=[
            {
                "name": "Counsel",
                "kind": "owner",
                "email": world.hide(f"xq{side.name}counsel@canary.example", friends),
            }
        ],
    )
    side.pending = MarkFactory(
        **own, pending=True, name=world.hide(f"xq{side.name}pending", of(side.name))
    )
    side.returned = MarkFactory(
        **own,
        state=MarkState.PENDING,
        name=f"RETURNED {side.name}",
        return_code="certificate_unreadable",
    )
    Mark.objects.filter(pk=side.returned.pk).update(
        state=MarkState.RETURNED,
        return_note=world.hide(f"xq{side.name}returnnote", of(side.name)),
    )
    marks.verify(side.mark, by=operator.people["reviewer"])
    side.picture = ReferencePicture.objects.create(
        mark=side.mark,
        kind=ReferencePicture.Kind.PRODUCT,
        file=_drawing(f"{side.name}.webp"),
        caption=world.hide(f"xq{side.name}caption", friends),
    )
    side.certificate = MarkDocument.objects.create(
        mark=side.pending,
        kind=MarkDocument.Kind.CERTIFICATE,
        file=_paper(world.hide(f"xq{side.name}certificate.pdf", of(side.name))),
    )


def _mandate(world: World, side: Side, agency: Side | None) -> None:
    agent = agency.organisation if agency else OrganisationFactory(agency=True)
    names = (side.name, agency.name) if agency else (side.name,)
    side.mandate = MandateFactory(
        principal=side.organisation,
        agent=agent,
        marks=[side.mark],
        document=_paper(world.hide(f"xq{side.name}mandate.pdf", of(*names))),
        granted_by=side.members["signatory"].user,
    )
    if agency:
        agency.mandate = side.mandate


def _draft(world: World, side: Side) -> None:
    readers = of(side.name, also_staff=False)
    side.draft = NoticeFactory(
        mark=side.mark,
        sender=side.organisation,
        marketplace=side.market,
        explanation=world.hide(f"xq{side.name}draftexplanation", readers),
        pasted="https://lantern.example/item/L1\nhttps://elsewhere.example/1",
        created_by_id=side.head.user_id,
    )
    ItemFactory(notice=side.draft)
    side.draft_evidence = _evidence(world, side, side.draft, "draft", readers)


def _evidence(
    world: World, side: Side, notice: Any, what: str, readers: Reader
) -> Evidence:
    return Evidence.objects.create(
        notice=notice,
        kind=Evidence.Kind.PHOTO,
        file=_drawing(f"{side.name}-{what}.webp"),
        description=world.hide(f"xq{side.name}{what}evidence", readers),
        added_by_id=side.head.user_id,
    )


def _file(world: World, side: Side, what: str, count: int) -> Any:
    """A notice of so many listings, sent; the seller of each has an address."""
    friends = of(side.name)
    notice = NoticeFactory(
        mark=side.mark,
        sender=side.organisation,
        marketplace=side.market,
        reason=Reason.TM_COUNTERFEIT,
        explanation="Seen at the gate: "
        + world.hide(f"xq{side.name}{what}explanation", friends),
        created_by_id=side.head.user_id,
    )
    for number in range(count):
        word = f"xq{side.name}{what}seller{number}"
        address = sealing.seal(world.hide(f"{word}@canary.example", staff))
        seller = SellerFactory(
            marketplace=side.market, email=world.hide(address, nobody)
        )
        listing = ListingFactory(marketplace=side.market, seller=seller)
        capture = CaptureFactory(listing=listing, picture=_drawing(f"{word}.webp"))
        ItemFactory(notice=notice, listing=listing, capture=capture)
    _evidence(world, side, notice, what, friends)
    notices.submit(
        notice,
        declared=SWORN,
        signed_name=world.hide(f"xq{side.name}{what}signature", friends),
        by=side.head,
    )
    return notice


def _decided(world: World, houses: list[Side], operator: Side) -> None:
    """Of each house one listing came down, and one stays."""
    reviewer = operator.people["reviewer"]
    for side in houses:
        side.decided = _file(world, side, "decided", 2)
        for outcome, code in (
            (Decision.Outcome.UPHELD, "TM_COUNTERFEIT"),
            (Decision.Outcome.REJECTED, "GENUINE_EXHAUSTED"),
        ):
            item = review.claim_next(by=reviewer)
            assert item is not None
            review.decide(
                item,
                outcome=outcome,
                code=code,
                facts="The label is printed where the owner's is woven.",
                private_note=world.hide(f"xq{side.name}{outcome}note", staff),
                by=reviewer,
            )
        side.order = Order.objects.get(measure__item__notice=side.decided)
        side.upheld = side.order.measure.item
        side.rejected = side.decided.items.exclude(pk=side.upheld.pk).get()
        side.statement_token = f"statement-of-{side.name}"
        stated = side.upheld.statement
        stated.token_sha256 = sha256(side.statement_token.encode()).hexdigest()
        stated.save()
        side.evidence = side.decided.evidence.get()
        side.letter = Letter.objects.filter(case=side.decided.case).first()


def _waiting(world: World, houses: list[Side], operator: Side) -> None:
    """Of each house two listings wait; one of the first's is on the reviewer's desk."""
    reviewer = operator.people["reviewer"]
    for side in houses:
        side.notice = _file(world, side, "waiting", 2)
        side.queued = side.notice.items.get(row=side.notice.items.latest("row").row)
        side.item = side.notice.items.exclude(pk=side.queued.pk).get()
    passed = review.claim_next(by=reviewer)
    assert passed == houses[0].item
    reason = world.hide("xqreleasereason", staff)
    review.release(passed, reason=reason, by=reviewer)
    assert review.claim_next(by=reviewer) == passed


def _agents_work(world: World, agency: Side, brand: Side, market: Marketplace) -> None:
    agency.market, agency.mark = market, brand.mark
    agency.notice = NoticeFactory(
        mark=brand.mark,
        sender=agency.organisation,
        marketplace=market,
        explanation="Under mandate: "
        + world.hide("xqagencyexplanation", of("agency", "brand")),
        created_by_id=agency.head.user_id,
    )
    agency.queued = agency.item = ItemFactory(notice=agency.notice)
    notices.submit(agency.notice, declared=SWORN, signed_name="Agent", by=agency.head)
    agency.draft = NoticeFactory(
        mark=brand.mark,
        sender=agency.organisation,
        marketplace=market,
        explanation=world.hide(
            "xqagencydraftexplanation", of("agency", also_staff=False)
        ),
        created_by_id=agency.head.user_id,
    )


def _applied(world: World) -> Side:
    side = Side(name="applied")
    side.organisation = OrganisationFactory(
        name="Atelier applied",
        active=False,
        email=world.hide("xqappliedoffice@canary.example", of("applied")),
    )
    roles = {"signatory": Role.SIGNATORY, "colleague": Role.OBSERVER}
    side.members = _people(world, side, roles, of("applied"))
    side.member = side.members.pop("colleague")
    side.people = {"signatory": side.members["signatory"].as_actor()}
    side.head = side.people["signatory"]
    side.document = _identity(world, side)
    _personal(world, side)
    world.sides["applied"] = side
    return side


def _applicant(world: World) -> Side:
    """Has an account and half an application, and belongs nowhere."""
    side = Side(name="applicant", people={})
    side.user = UserFactory(email="xqapplicant@canary.example")
    side.user.emailaddress_set.create(
        email=side.user.email, verified=True, primary=True
    )
    side.application = Application.objects.create(
        applicant=side.user,
        answers={"kind": {"kind": "brand"}, "contact": {"applicant_name": "Ada"}},
    )
    side.application_document = ApplicationDocument.objects.create(
        application=side.application,
        kind=IdentityDocument.Kind.IDENTITY,
        file=_paper(
            world.hide("xqapplicantpassport.pdf", of("applicant", also_staff=False))
        ),
    )
    side.head = Actor(name="applicant", user_id=side.user.pk)
    world.sides["applicant"] = side
    return side


# --- everybody who comes by ------------------------------------------------------


def _let_in(world: World, operator: Side, parties: list[Side], applicant: Side) -> None:
    brand, rival = world.side("brand"), world.side("rival")
    _admit(world, Visitor("anonymous", other=brand))
    for party in parties:
        other = rival if party.name in {"brand", "agency"} else brand
        for role, member in party.members.items():
            if party is not brand and member.user_id != party.head.user_id:
                continue
            member.organisation.refresh_from_db()
            actor = member.as_actor()
            _admit(world, Visitor(f"{party.name} {role}", party, actor, other=other))
    for role, actor in operator.people.items():
        _admit(world, Visitor(role, operator, actor))
    _admit(world, Visitor("applicant", applicant, applicant.head, other=brand))
    _keys(world, brand, operator)


def _keys(world: World, brand: Side, operator: Side) -> None:
    rival = world.side("rival")
    makers = {
        "reading key": (brand.members["submitter"], {}),
        "filing key": (brand.members["submitter"], {"scopes": ("file",)}),
        "revoked key": (brand.members["submitter"], {"revoked": True}),
        "ended key": (brand.members["submitter"], {"ended": True}),
        "deciding key": (operator.members["reviewer"], {"scopes": ("decide",)}),
    }
    for name, (member, made) in makers.items():
        _key_row, text = _key(member, name, **made)
        side = operator if name == "deciding key" else brand
        other = None if name == "deciding key" else rival
        works = name not in {"revoked key", "ended key"}
        actor = member.as_actor()
        allowed = ALLOWS[made.get("scopes", ("read",))[0]] if works else frozenset()
        actor = replace(actor, permissions=actor.permissions & allowed)
        _admit(world, Visitor(name, side, actor, key=text, other=other, works=works))


def _admit(world: World, visitor: Visitor) -> None:
    world.visitors[visitor.name] = visitor


# --- files -----------------------------------------------------------------------


def _paper(name: str) -> StoredFile:
    data = b"%PDF-1.4\n1 0 obj\n%%EOF"
    return _stored(name, data, StoredFile.Kind.PDF, "application/pdf")


def _drawing(name: str) -> StoredFile:
    """Stored as `portal.files` would, without the process that redraws it."""
    stored = _stored(name, PICTURE, StoredFile.Kind.PICTURE, "image/webp")
    stored.width, stored.height = 64, 48
    stored.shown.save(name, ContentFile(PICTURE), save=False)
    stored.thumbnail.save(name, ContentFile(PICTURE), save=False)
    stored.save()
    return stored


def _stored(name: str, data: bytes, kind: str, media_type: str) -> StoredFile:
    stored = StoredFile(
        sha256=sha256(data).hexdigest(),
        kind=kind,
        media_type=media_type,
        name=name,
        size=len(data),
    )
    stored.original.save(name, ContentFile(data), save=False)
    stored.save()
    return stored
