"""How a mark comes in: by its signed file, or typed and checked on three pages."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance.access import Permission, require
from alliance.marks import actions, attachments, facts, trust
from alliance.marks.details import details_of
from alliance.marks.forms import DetailsForm, DocumentsForm, SignedForm, refuse, sent
from alliance.marks.models import Mark, MarkDocument
from alliance.marks.registration import register_signed
from alliance.marks.rules import RETURNS, ReturnCode
from alliance.marks.states import State
from alliance.members.middleware import ActorRequest
from portal.files.models import StoredFile
from portal.states import WrongState
from portal.web import words
from portal.web.shapes import Fact

# What was typed and stored stands here from page to page, until the mark does.
TYPED, STORED = "mark_by_hand", "mark_by_hand_files"
Kind = MarkDocument.Kind


@require_safe
def new(request: ActorRequest) -> HttpResponse:
    _may_register(request)
    return render(request, "alliance/marks/new.html")


@require_http_methods(["GET", "HEAD", "POST"])
def signed(request: ActorRequest) -> HttpResponse:
    _may_register(request)
    form = SignedForm(*sent(request), by=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            marks = register_signed(
                form.cleaned_data["file"],
                brand=form.cleaned_data["brand"],
                by=request.actor,
            )
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            for mark in marks:
                _say(request, mark)
            return redirect("mark-detail", pk=marks[0].pk)
    lists = trust.lists(at=timezone.now())
    context = {
        "form": form,
        "lists": lists,
        "is_stale": any(each.is_stale for each in lists),
        "is_closed": not any(each.row for each in lists),
    }
    return render(request, "alliance/marks/signed.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def by_hand(request: ActorRequest) -> HttpResponse:
    _may_register(request)
    typed = request.session.get(TYPED)
    if request.method == "POST":
        form = DetailsForm(request.POST, by=request.actor)
        # Kept as typed, right or wrong: nobody types a certificate twice.
        request.session[TYPED] = _as_typed(request.POST)
        if form.is_valid():
            return redirect("mark-by-hand-documents")
    else:
        form = _again(typed, request) if typed else _fresh(request)
    status = _status(form) if request.method == "POST" else 200
    return render(request, "alliance/marks/by_hand.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def by_hand_documents(request: ActorRequest) -> HttpResponse:
    _may_register(request)
    if TYPED not in request.session:
        return redirect("mark-by-hand")
    form = DocumentsForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        stored = _store(request, form)
        request.session[STORED] = request.session.get(STORED, {}) | stored
        if Kind.CERTIFICATE not in request.session[STORED]:
            form.add_error("certificate", _("Choose the certificate."))
        if not form.errors:
            return redirect("mark-by-hand-check")
    context = {"form": form, "stored": _stored(request)}
    return render(
        request, "alliance/marks/by_hand_documents.html", context, status=_status(form)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def by_hand_check(request: ActorRequest) -> HttpResponse:
    _may_register(request)
    if TYPED not in request.session:
        # Sent before, perhaps twice: the marks tell what became of it.
        return redirect("mark-list")
    form = _again(request.session[TYPED], request)
    if not form.is_valid():
        return redirect("mark-by-hand")
    if request.method == "POST":
        try:
            mark = actions.register_by_hand(
                form.details,
                brand=form.cleaned_data["brand"],
                documents=_stored(request),
                by=request.actor,
            )
        except ValidationError as refusal:
            # Back to where it was typed, with the reason beside its field.
            refuse(form, refusal)
            page = "alliance/marks/by_hand.html"
            return render(request, page, {"form": form}, status=422)
        else:
            request.session.pop(TYPED, None)
            request.session.pop(STORED, None)
            messages.success(
                request,
                _(
                    "Sent in. Staff compare it with its certificate within three "
                    "working days, and write to you."
                ),
            )
            return redirect("mark-detail", pk=mark.pk)
    stored = _stored(request)
    if Kind.CERTIFICATE not in stored:
        return redirect("mark-by-hand-documents")
    context = {"answers": _answers(form, stored)}
    return render(request, "alliance/marks/by_hand_check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: ActorRequest, pk: int) -> HttpResponse:
    mark = get_object_or_404(Mark.objects.visible_to(request.actor), pk=pk)
    require(
        Permission.MARK_REGISTER,
        by=request.actor,
        organisation_id=mark.organisation_id,
    )
    if mark.state != State.RETURNED:
        raise WrongState(f"{mark} is not with its holder to be mended")
    if request.method == "POST":
        form = DetailsForm(request.POST, by=request.actor)
        files = DocumentsForm(request.POST, request.FILES)
    else:
        form = DetailsForm(initial=details_of(mark), by=request.actor)
        files = DocumentsForm()
    if request.method == "POST" and form.is_valid() and files.is_valid():
        stored = _store(request, files)
        if not files.errors and _mended(request, mark, form, stored):
            messages.success(request, _("Sent in again. Its place is kept."))
            return redirect("mark-detail", pk=pk)
    code = ReturnCode(mark.return_code)
    context = {
        "mark": mark,
        "form": form,
        "files": files,
        "returned": RETURNS[code],
    }
    return render(
        request, "alliance/marks/mend.html", context, status=_status(form, files)
    )


def _mended(
    request: ActorRequest, mark: Mark, form: DetailsForm, stored: dict[str, int]
) -> bool:
    files = StoredFile.objects.in_bulk(stored.values())
    documents = {Kind(kind): files[pk] for kind, pk in stored.items()}
    try:
        actions.mend(mark, form.details, documents=documents, by=request.actor)
    except ValidationError as refusal:
        refuse(form, refusal)
        return False
    return True


def _say(request: ActorRequest, mark: Mark) -> None:
    if mark.is_usable:
        sentence = _("%(name)s: verified by its signature.")
        messages.success(request, sentence % {"name": mark.name})
    else:
        sentence = _(
            "%(name)s: properly signed, but the registration ran out on %(day)s. Add "
            "its renewal, and staff read it."
        )
        day = words.day(mark.ends_on)
        messages.warning(request, sentence % {"name": mark.name, "day": day})


def _may_register(request: ActorRequest) -> None:
    require(
        Permission.MARK_REGISTER,
        by=request.actor,
        organisation_id=request.actor.organisation_id or 0,
    )


def _fresh(request: ActorRequest) -> DetailsForm:
    return DetailsForm(
        initial={"holder": request.actor.organisation_name}, by=request.actor
    )


def _again(typed: dict[str, list[str]], request: ActorRequest) -> DetailsForm:
    return DetailsForm(
        {key: value[-1] for key, value in typed.items()}, by=request.actor
    )


def _as_typed(post: Any) -> dict[str, list[str]]:
    return {
        key: [word.replace("\0", "") for word in words]
        for key, words in post.lists()
        if key != "csrfmiddlewaretoken"
    }


def _store(request: ActorRequest, form: DocumentsForm) -> dict[str, int]:
    """Ids of the files that were sent now, by kind; what is refused is said."""
    stored: dict[str, int] = {}
    for field, upload in list(form.cleaned_data.items()):
        if not isinstance(upload, File):
            continue
        try:
            file = attachments.take_document(upload, field=field, by=request.actor)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            stored[field] = file.pk
    return stored


def _stored(request: ActorRequest) -> dict[Kind, StoredFile]:
    kept = request.session.get(STORED, {})
    files = StoredFile.objects.filter(
        organisation_id=request.actor.organisation_id
    ).in_bulk(kept.values())
    return {Kind(kind): files[pk] for kind, pk in kept.items() if pk in files}


def _answers(form: DetailsForm, files: dict[Kind, StoredFile]) -> list[Fact]:
    """Check answers: each line leads back to where it was typed."""
    page = reverse("mark-by-hand")
    documents = reverse("mark-by-hand-documents")
    mark = Mark(kind=Mark.Kind.TRADEMARK, **form.details.columns())
    brand = form.cleaned_data["brand"]
    typed = [
        Fact(_("The mark"), mark.name),
        Fact(_("Holder"), mark.holder_name),
        *facts.facts(mark),
        Fact(_("Brand"), brand or _("A new brand, named after the mark")),
    ]
    return [
        *(Fact(each.label, each.value, f"{page}") for each in typed),
        *(Fact(kind.label, file.name, documents) for kind, file in files.items()),
    ]


def _status(*filled: forms.Form) -> int:
    return 422 if any(form.is_bound and form.errors for form in filled) else 200
