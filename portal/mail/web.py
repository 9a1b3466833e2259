"""Letters that the demo caught instead of sending. Elsewhere this page does not exist."""

import re
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.mail.models import Letter
from portal.web import lists

LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;)]")


@require_safe
@login_not_required
def letter_list(request: HttpRequest) -> HttpResponse:
    _require_caught()
    letters = Letter.objects.order_by("-id").defer("body")
    if to := request.GET.get("to", "").replace("\0", "").strip():
        letters = letters.filter(to__icontains=to)
    context = {"page": lists.page_of(letters, request), "to": to}
    return render(request, "portal/mail/list.html", context)


@require_safe
@login_not_required
def letter_detail(request: HttpRequest, pk: int) -> HttpResponse:
    _require_caught()
    letter = get_object_or_404(Letter, pk=pk)
    context = {"letter": letter, "pieces": list(pieces(letter.body))}
    return render(request, "portal/mail/detail.html", context)


def pieces(body: str) -> Iterator[tuple[str, str]]:
    """The text cut at its links: (text, "") or (shown, address).

    Our own addresses alone can be followed, and stay within the site.
    """
    end = 0
    for found in LINK.finditer(body):
        yield body[end : found.start()], ""
        address = found[0]
        is_ours = address.startswith(settings.PUBLIC_URL + "/")
        yield address, address.removeprefix(settings.PUBLIC_URL) if is_ours else ""
        end = found.end()
    yield body[end:], ""


def _require_caught() -> None:
    if not settings.MAIL_CAUGHT:
        raise Http404
