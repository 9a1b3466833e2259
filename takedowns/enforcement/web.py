"""The seller's private page: why the listing is down, and what it looked like."""

from email.utils import parseaddr
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from alliance.marks.models import Mark
from portal.files.web import respond
from portal.web import words
from portal.web.shapes import Fact
from takedowns.enforcement import actions
from takedowns.enforcement.models import StatementOfReasons


@require_safe
@login_not_required
@never_cache
def statement_detail(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever holds the link. What they read is theirs: nothing of the sender."""
    stated = _statement_of(token)
    actions.note_opened(stated)
    item = stated.item
    return render(
        request,
        "takedowns/enforcement/statement.html",
        {
            "statement": stated,
            "payload": stated.payload,
            "listing": item.listing,
            "capture": item.capture,
            "facts": _facts(stated),
            "grounds": _grounds(stated),
            "contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
            "token": token,
        },
    )


@require_safe
@login_not_required
@never_cache
def statement_picture(_request: HttpRequest, token: str) -> HttpResponse:
    """The listing's picture, redrawn by us."""
    capture = _statement_of(token).item.capture
    picture = capture.picture if capture else None
    if picture is None:
        raise Http404
    return respond(picture, "shown")


def _facts(stated: StatementOfReasons) -> list[Fact]:
    item = stated.item
    title = item.capture.title if item.capture else ""
    return [
        Fact(_("Title"), title or item.listing.native_id),
        Fact(_("Marketplace"), item.listing.marketplace.name),
        Fact(_("Address"), item.listing.url),
        Fact(_("What is done"), _("Removed from sale, with no end date")),
        Fact(_("Since"), words.moment(stated.measure.set_at)),
    ]


def _grounds(stated: StatementOfReasons) -> list[Fact]:
    return [
        Fact(_("Mark"), _told(stated.item.notice.mark)),
        Fact(_("Law"), stated.payload["illegal_content_legal_ground"]),
        Fact(_("Policy"), stated.payload["incompatible_content_ground"]),
        Fact(_("Case"), stated.puid),
    ]


def _told(mark: Mark | None) -> str:
    """ "AURELLE, 018123456 (EU)": enough to look it up in its register."""
    if mark is None:
        return ""
    return f"{mark.name}, {mark.number} ({mark.jurisdiction})"


def _statement_of(token: str) -> StatementOfReasons:
    """Found by the token's hash, so that how long it takes tells nothing of the token."""
    return get_object_or_404(
        StatementOfReasons.objects.select_related(
            "item__notice__mark",
            "item__listing__marketplace",
            "item__capture__picture",
            "measure",
        ),
        token_sha256=sha256(token.encode()).hexdigest(),
    )
