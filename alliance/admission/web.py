"""An applicant's pages: a task list, one question at a time, check answers, send."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from alliance.admission import actions, steps
from alliance.admission.forms import FORMS, DocumentForm
from alliance.admission.models import Application
from alliance.admission.summary import facts, tasks
from alliance.members.middleware import ActorRequest
from alliance.members.models import Invitation, Membership
from alliance.organisations.models import IdentityDocument, Organisation
from alliance.organisations.states import State
from portal.actor import Actor
from portal.files.web import respond
from portal.states import WrongState


@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Where a signed-in person lands: what their organisation waits for, or how to join."""
    membership = request.membership
    if membership is None:
        invitations = Invitation.objects.open().filter(email=request.user.email.lower())
        context = {
            "invitations": invitations.select_related("organisation").order_by("id"),
            "has_begun": Application.objects.filter(applicant=request.user).exists(),
        }
        return render(request, "alliance/admission/welcome.html", context)
    if membership.organisation.is_active:
        return redirect("overview")
    return render(
        request,
        "alliance/admission/waiting.html",
        {"organisation": membership.organisation},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def apply_start(request: ActorRequest) -> HttpResponse:
    """The task list. Posting to it begins an application."""
    application = _own(request)
    if application is None:
        if request.method != "POST":
            return render(request, "alliance/admission/before.html")
        application = actions.begin(request.user)
    elif request.method == "POST":
        return redirect("apply")
    context = {
        "application": application,
        "tasks": tasks(application),
        "is_complete": steps.is_complete(application),
    }
    return render(request, "alliance/admission/tasks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def apply_step(request: ActorRequest, slug: str) -> HttpResponse:
    application = _own(request)
    if application is None:
        return redirect("apply")
    step = steps.named(slug, application)
    if step is None:
        raise Http404
    initial = {
        "applicant_name": request.user.name,
        "email": request.user.email,
    } | application.answers.get(step.slug, {})
    form = FORMS[step.slug](request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.answer(application, step, answers=form.cleaned_data)
        return redirect(_onward(request, step, application))
    return render(
        request,
        "alliance/admission/step.html",
        {"form": form, "step": step, "application": application},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def apply_documents(request: ActorRequest) -> HttpResponse:
    application = _own(request)
    if application is None:
        return redirect("apply")
    is_sent = request.method == "POST"
    form = DocumentForm(*((request.POST, request.FILES) if is_sent else ()))
    if is_sent and form.is_valid():
        try:
            actions.attach(
                application,
                kind=IdentityDocument.Kind(form.cleaned_data["kind"]),
                upload=form.cleaned_data["file"],
                by=_visitor(request),
            )
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("apply-documents")
    context = {
        "form": form,
        "documents": application.documents.select_related("file").order_by("id"),
        "missing": steps.missing_documents(application),
    }
    return render(
        request,
        "alliance/admission/documents.html",
        context,
        status=422 if form.is_bound else 200,
    )


@require_POST
def apply_document_remove(request: ActorRequest, pk: int) -> HttpResponse:
    application = _own_or_404(request)
    actions.detach(get_object_or_404(application.documents, pk=pk))
    return redirect("apply-documents")


@require_safe
def apply_document(request: ActorRequest, pk: int) -> HttpResponse:
    application = _own_or_404(request)
    document = get_object_or_404(application.documents.select_related("file"), pk=pk)
    return respond(document.file, "original")


@require_http_methods(["GET", "HEAD", "POST"])
def apply_check(request: ActorRequest) -> HttpResponse:
    """Every answer on one page; posting sends it, once."""
    application = _own(request)
    if application is None:
        return redirect("apply-sent" if _sent(request) else "apply")
    mistake = ""
    if request.method == "POST":
        try:
            organisation = actions.apply(application, applicant=request.user)
        except WrongState:
            return redirect("apply-sent")
        except ValidationError as error:
            mistake = " ".join(error.messages)
        else:
            _act_for(request, organisation)
            return redirect("apply-sent")
    context = {
        "application": application,
        "facts": facts(application),
        "is_complete": steps.is_complete(application),
        "mistake": mistake,
    }
    return render(
        request,
        "alliance/admission/check.html",
        context,
        status=422 if mistake else 200,
    )


@require_safe
def apply_sent(request: ActorRequest) -> HttpResponse:
    organisation = _sent(request)
    if organisation is None:
        raise Http404
    return render(
        request, "alliance/admission/sent.html", {"organisation": organisation}
    )


@require_POST
def apply_again(request: ActorRequest) -> HttpResponse:
    """After a refusal: the former answers, to be mended and sent again."""
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.actor),
        pk=request.actor.organisation_id,
        state=State.REFUSED,
    )
    actions.begin_again(organisation, applicant=request.user, by=request.actor)
    return redirect("apply")


def _own(request: ActorRequest) -> Application | None:
    return (
        Application.objects.select_related("organisation")
        .filter(applicant_id=request.user.pk)
        .first()
    )


def _own_or_404(request: ActorRequest) -> Application:
    return get_object_or_404(Application, applicant_id=request.user.pk)


def _visitor(request: ActorRequest) -> Actor:
    """Somebody with an account, who acts for no organisation yet."""
    return Actor(name=str(request.user), user_id=request.user.pk)


def _onward(request: ActorRequest, step: steps.Step, application: Application) -> str:
    """Back to check answers if they came from there, else to what is open next."""
    if request.GET.get("from") == "check":
        return reverse("apply-check")
    following = steps.after(step, application)
    if following:
        return reverse("apply-step", args=[following.slug])
    if steps.missing_documents(application):
        return reverse("apply-documents")
    return reverse("apply")


def _sent(request: ActorRequest) -> Organisation | None:
    waiting = request.actor.organisation_id or 0
    return (
        Organisation.objects.visible_to(request.actor)
        .filter(pk=waiting, state=State.APPLIED)
        .first()
    )


def _act_for(request: ActorRequest, organisation: Organisation) -> None:
    membership = Membership.objects.standing().get(
        user=request.user, organisation=organisation
    )
    request.session["membership_id"] = membership.pk
