"""Who one can be in the demonstration, and what there is to try."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from alliance.members.models import User
from portal.web.navigation import url_of
from portal.web.shapes import NavItem
from takedowns.demo import codes, people, specimens
from takedowns.demo.cast import HOUSES, PASSWORD, House, Person


@dataclass(frozen=True, slots=True)
class Part:
    """One of the cast, as the guide shows them."""

    person: Person
    house: House
    code: str


@login_not_required
@never_cache
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    _require_demo()
    context = {
        "parts": _parts(),
        "password": PASSWORD,
        "changes_at": codes.changes_at(),
        "places": _places(),
        "samples": specimens.SAMPLES,
    }
    return render(request, "takedowns/demo/guide.html", context)


@login_not_required
@require_safe
def specimen(_request: HttpRequest, name: str) -> HttpResponse:
    _require_demo()
    sample = specimens.named(name)
    if sample is None or not sample.path.exists():
        raise Http404
    return HttpResponse(
        sample.path.read_bytes(),
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{sample.name}.smd"'},
    )


def _require_demo() -> None:
    if not settings.DEMO:
        raise Http404


def _parts() -> list[Part]:
    users = {user.email: user for user in User.objects.all()}
    return [
        Part(person, house, _code(users.get(person.email)))
        for house, person in people.everyone(HOUSES)
    ]


def _code(user: User | None) -> str:
    return codes.code_of(people.secret_of(user)) if user else ""


def _places() -> list[NavItem]:
    market = settings.SANDBOX_URL
    places = [
        (_("The letters that were caught"), url_of("letter-list")),
        (_("The sandbox marketplace"), market),
        (_("Its control page: make it slow, fail, lie, relist"), f"{market}/control"),
        (_("Its log: what it was asked, and what it did"), f"{market}/log"),
        (_("The interface for programs"), url_of("api-docs")),
    ]
    return [NavItem(label, url) for label, url in places if url]
