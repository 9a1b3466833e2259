"""The seller's private page, and the staff's list of orders."""

from email.utils import parseaddr
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

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
            "contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
            "token": token,
        },
    )


@require_safe
@login_not_required
@never_cache
def statement_picture(_request: HttpRequest, token: str) -> FileResponse:
    """The listing's picture, redrawn by us."""
    capture = _statement_of(token).item.capture
    picture = capture.picture if capture else None
    if picture is None or not picture.shown:
        raise Http404
    return FileResponse(picture.shown.open("rb"), content_type=picture.media_type)


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
