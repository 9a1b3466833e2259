"""What they own: signed marks, marks entered by hand, one that ends soon, one that has."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from alliance.access import SYSTEM
from alliance.marks import actions, attachments, registration, smd
from alliance.marks.demo_authority.marks import HOUSE
from alliance.marks.details import Details
from alliance.marks.models import Mark, MarkDocument, ReferencePicture
from alliance.marks.rules import ReturnCode
from alliance.marks.states import State
from alliance.organisations.models import Brand
from takedowns.demo import papers, stage
from takedowns.demo.cast import CLAIRE, JON, MEI, PAOLO, SIGNE, Person
from takedowns.demo.people import acting

AURELLE = smd.Mark(
    kind=smd.Kind.TRADEMARK,
    mark_id="00000000000000000101-1",
    mark_name="AURELLE",
    holders=(HOUSE,),
    jurisdiction="EM",
    nice_classes=(14, 18, 25),
    labels=("aurelle",),
    goods_and_services="Watches; handbags of leather; clothing",
    reg_num="018000101",
    reg_date=datetime(2018, 9, 14, tzinfo=UTC),
    ex_date=datetime(2038, 9, 14, tzinfo=UTC),
)
AURELLE_IN_CHINESE = replace(
    AURELLE,
    mark_id="00000000000000000102-1",
    mark_name="奥蕾尔",
    jurisdiction="CN",
    nice_classes=(18,),
    labels=("xn--2gux81a91s",),
    goods_and_services="手提包、皮革制品",
    reg_num="30000102",
)
SIGNED = {101: AURELLE, 102: AURELLE_IN_CHINESE}
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class ByHand:
    """A registration as somebody typed it from its certificate."""

    owner: Person
    brand: str
    name: str
    number: str
    classes: tuple[int, ...]
    goods: str
    fate: State
    # Days from today; None is years ahead.
    ends_in: int | None = None
    picture: tuple[str, int, str] | None = None
    office: str = "EU"


ALBA = ByHand(
    PAOLO, "Tremolane", "TREMOLANE", "018000201", (15,), "Guitars", State.VERIFIED,
    picture=("guitars", 1, "Tremolane"),
)  # fmt: skip
SERA = ByHand(
    PAOLO, "Tremolane", "TREMOLANE SERA", "018000202", (15,), "Guitars", State.LAPSED,
    picture=("guitars", 6, "Tremolane"),
)  # fmt: skip
HALVARD = ByHand(
    SIGNE, "Halvard & Lund", "HALVARD", "018000301", (14,), "Watches", State.VERIFIED,
    picture=("watches", 2, "HALVARD"),
)  # fmt: skip
FJORD = ByHand(
    SIGNE, "Halvard & Lund", "FJORD 39", "018000302", (14,), "Watches", State.PENDING,
    picture=("watches", 9, "HALVARD"),
)  # fmt: skip
ODETTE = ByHand(
    CLAIRE, "Aurelle", "ODETTE", "018000103", (18,), "Handbags", State.VERIFIED,
    ends_in=20, picture=("handbags", 7, "AURELLE"),
)  # fmt: skip
CIRCLE = ByHand(
    CLAIRE, "Aurelle", "AURELLE CIRCLE", "018000104", (14, 25), "Watches; clothing",
    State.RETURNED,
)  # fmt: skip
BY_HAND = (ALBA, SERA, HALVARD, FJORD, ODETTE, CIRCLE)


def tell() -> None:
    for serial, signed in SIGNED.items():
        _register_signed(serial, signed)
    for entry in BY_HAND:
        _register_by_hand(entry)


def lapse_what_ended() -> None:
    """Told last: there is a draft that stands still with its mark."""
    mark = mark_of(SERA)
    if mark.state == State.VERIFIED:
        # The one thing that no action does: a day goes by.
        Mark.objects.filter(pk=mark.pk).update(
            expires_on=timezone.now().date() - timedelta(days=1)
        )
        mark.refresh_from_db()
        actions.lapse(mark, by=SYSTEM)


def mark_of(entry: ByHand | smd.Mark) -> Mark:
    number = entry.number if isinstance(entry, ByHand) else entry.reg_num
    return Mark.objects.get(registration_number=number)


@transaction.atomic
def _register_signed(serial: int, signed: smd.Mark) -> None:
    if Mark.objects.filter(registration_number=signed.reg_num).exists():
        return
    now = timezone.now()
    file = stage.authority().sign(
        signed, serial=serial, not_before=now - YEAR, not_after=now + 4 * YEAR
    )
    by = acting(CLAIRE)
    brand = Brand.objects.get(name="Aurelle")
    [mark] = registration.register_signed(file, brand=brand, by=by)
    _add_picture(mark, ("handbags", 3, "AURELLE"), by=CLAIRE)


@transaction.atomic
def _register_by_hand(entry: ByHand) -> None:
    if Mark.objects.filter(registration_number=entry.number).exists():
        return
    by = acting(entry.owner)
    certificate = papers.certificate(
        entry.name, entry.number, "EUIPO", ", ".join(map(str, entry.classes))
    )
    mark = actions.register_by_hand(
        _details(entry),
        brand=Brand.objects.get(name=entry.brand),
        documents={
            MarkDocument.Kind.CERTIFICATE: attachments.take_document(
                certificate, field="certificate", by=by
            )
        },
        by=by,
    )
    if entry.picture:
        _add_picture(mark, entry.picture, by=entry.owner)
    if entry.fate in {State.VERIFIED, State.LAPSED}:
        actions.verify(mark, by=acting(MEI))
    elif entry.fate == State.RETURNED:
        note = "The certificate shows class 14 alone; class 25 is on its second page."
        actions.return_(mark, code=ReturnCode.CLASS_MISSING, note=note, by=acting(JON))


def _details(entry: ByHand) -> Details:
    today = timezone.now().date()
    ends_on = (
        date(today.year + 8, 6, 30)
        if entry.ends_in is None
        else today + timedelta(days=entry.ends_in)
    )
    return Details(
        name=entry.name,
        holder=acting(entry.owner).organisation_name,
        jurisdiction=entry.office,
        registration_number=entry.number,
        registered_on=ends_on.replace(year=ends_on.year - 10, day=1),
        expires_on=ends_on,
        nice_classes=entry.classes,
        goods_and_services=entry.goods,
    )


def _add_picture(mark: Mark, picture: tuple[str, int, str], *, by: Person) -> None:
    thing, seed, lettering = picture
    attachments.add_picture(
        mark,
        papers.goods(thing, seed, lettering),
        kind=ReferencePicture.Kind.PRODUCT,
        caption=f"{mark.name}: as it leaves our workshop",
        by=acting(by),
    )
