"""All that a reviewer sees of one item, gathered for the page."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.marks.models import Mark, ReferencePicture
from portal.actor import Actor
from portal.web.shapes import Clock, Fact, Picture
from portal.web.words import moment
from takedowns.notices import timeline
from takedowns.notices.models import Item
from takedowns.notices.states import ItemState
from takedowns.review import queries


def items(actor: Actor) -> QuerySet[Item]:
    return Item.objects.visible_to(actor).select_related(
        "notice__sender",
        "notice__mandate__principal",
        "mark__brand",
        "mark__organisation",
        "listing__marketplace",
        "listing__seller",
        "capture__picture",
        "lease__reviewer",
        "decision",
        "relisted_from",
    )


def context(item: Item, *, viewer: Actor) -> dict[str, Any]:
    lease = getattr(item, "lease", None)
    references = _references(item.mark)
    return {
        "item": item,
        "notice": item.notice,
        "claim": _claim(item),
        "listing": _listing(item),
        "before": _before(item),
        "listing_picture": _listing_picture(item),
        "reference_picture": references[0] if references else None,
        "more_references": references[1:],
        "evidence": item.notice.evidence.select_related("file").order_by("id"),
        "lines": timeline.lines_of_item(item, viewer=viewer),
        "clock": _clock(item),
        "effects": _effects(item),
        "lease": lease,
        "is_mine": bool(
            lease
            and lease.reviewer_id == viewer.user_id
            and item.state == ItemState.IN_REVIEW
        ),
    }


def _claim(item: Item) -> list[Fact]:
    notice, mark = item.notice, item.mark
    facts = [Fact(_("Reason"), notice.get_reason_display())]
    if mark:
        where = f"{mark.jurisdiction} {mark.registration_number}".strip()
        classes = ", ".join(str(number) for number in mark.nice_classes)
        facts += [
            Fact(_("Mark"), mark.name),
            Fact(_("Registered"), where),
            Fact(_("Nice classes"), classes),
            Fact(_("Rights holder"), mark.organisation.name),
        ]
    facts.append(Fact(_("Filed by"), notice.sender.name))
    if notice.mandate:
        facts.append(Fact(_("Under a mandate of"), notice.mandate.principal.name))
    return facts


def _listing(item: Item) -> list[Fact]:
    facts = [
        Fact(_("Marketplace"), item.listing.marketplace.name),
        Fact(_("Address"), item.listing.url),
    ]
    capture = item.capture
    if capture is None:
        return facts
    price = number_format(capture.price, 2) if capture.price is not None else ""
    return [
        *facts,
        Fact(_("Title"), capture.title),
        Fact(_("Price"), f"{price} {capture.currency}".strip()),
        Fact(_("Seller"), capture.seller_name),
        Fact(_("Category"), capture.category),
        Fact(_("Description"), capture.description),
        Fact(_("Captured"), moment(capture.captured_at)),
        Fact(_("SHA-256 of the page"), capture.page_sha256[:16]),
    ]


def _before(item: Item) -> list[Fact]:
    record = queries.record_of(item)
    of = _("%(upheld)d of %(all)d upheld")
    return [
        Fact(
            _("This seller's listings"),
            of % {"upheld": record["seller_upheld"], "all": record["seller_all"]},
        ),
        Fact(
            _("This sender's items"),
            of % {"upheld": record["sender_upheld"], "all": record["sender_all"]},
        ),
    ]


def _listing_picture(item: Item) -> Picture | None:
    capture = item.capture
    if capture is None or capture.picture_id is None:
        return None
    return Picture(
        src=reverse("item-picture", args=[item.notice.reference, item.row, "shown"]),
        alt=_("Picture of the listing: %(title)s") % {"title": capture.title},
        caption=_("The listing"),
        facts=[Fact(_("Captured"), moment(capture.captured_at))],
    )


def _references(mark: Mark | None) -> list[Picture]:
    if mark is None:
        return []
    return [_reference(row) for row in mark.pictures.order_by("id")]


def _reference(row: ReferencePicture) -> Picture:
    return Picture(
        src=reverse("mark-picture", args=[row.mark_id, row.pk, "shown"]),
        alt=row.caption,
        caption=f"{row.get_kind_display()}: {row.caption}",
    )


def _clock(item: Item) -> Clock | None:
    notice = item.notice
    if item.due_at is None or notice.submitted_at is None:
        return None
    return Clock(
        what=_("Decide this item"),
        started_at=notice.submitted_at,
        due_at=item.due_at,
        as_of=timezone.now(),
        owed_by=_("by the alliance"),
    )


def _effects(item: Item) -> str:
    left = item.notice.items.open().exclude(pk=item.pk).count()
    ordered = _(
        "%(market)s is ordered to take the listing down; its seller and the sender "
        "are told why."
    ) % {"market": item.listing.marketplace.name}
    after = ngettext(
        "One other item of the notice stays open.",
        "%(count)d other items of the notice stay open.",
        left,
    )
    closing = after % {"count": left} if left else _("The notice is then closed.")
    return f"{ordered} {closing}"
