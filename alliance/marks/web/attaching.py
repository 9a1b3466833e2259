from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance.access import Permission, require
from alliance.marks import attachments
from alliance.marks.forms import DocumentForm, PictureForm, refuse, sent
from alliance.marks.models import Mark, ReferencePicture
from alliance.members.middleware import ActorRequest


@require_http_methods(["GET", "HEAD", "POST"])
def picture_add(request: ActorRequest, pk: int) -> HttpResponse:
    mark = _changeable(request, pk)
    form = PictureForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            attachments.add_picture(
                mark,
                told["file"],
                kind=told["kind"],
                caption=told["caption"],
                by=request.actor,
            )
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The picture is added."))
            again = "another" in request.POST
            return redirect("mark-picture-add" if again else "mark-detail", pk=pk)
    return _form_page(request, mark, form, "picture_add.html")


@require_POST
def picture_remove(request: ActorRequest, pk: int, picture_pk: int) -> HttpResponse:
    picture = get_object_or_404(
        ReferencePicture.objects.select_related("file", "mark"),
        pk=picture_pk,
        mark__in=Mark.objects.visible_to(request.actor).filter(pk=pk),
    )
    attachments.remove_picture(picture, by=request.actor)
    messages.success(request, _("The picture is removed from the mark."))
    return redirect("mark-detail", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def document_add(request: ActorRequest, pk: int) -> HttpResponse:
    mark = _changeable(request, pk)
    form = DocumentForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            attachments.add_document(
                mark, told["file"], kind=told["kind"], by=request.actor
            )
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The document is added."))
            return redirect("mark-detail", pk=pk)
    return _form_page(request, mark, form, "document_add.html")


def _changeable(request: ActorRequest, pk: int) -> Mark:
    mark = get_object_or_404(Mark.objects.visible_to(request.actor), pk=pk)
    require(
        Permission.MARK_REGISTER,
        by=request.actor,
        organisation_id=mark.organisation_id,
    )
    return mark


def _form_page(
    request: ActorRequest, mark: Mark, form: PictureForm | DocumentForm, template: str
) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"mark": mark, "form": form}
    return render(request, f"alliance/marks/{template}", context, status=status)
