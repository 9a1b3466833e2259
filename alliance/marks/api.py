import base64
import binascii
from typing import Any, cast

from django.db.models import QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from alliance.marks import attachments
from alliance.marks.models import Mark, ReferencePicture
from alliance.marks.registration import register_signed
from alliance.marks.states import State
from alliance.organisations.models import Brand
from portal.actor import Actor
from portal.api.asking import actor_of
from portal.api.parsing import BoundedJSONParser


class PictureOut(serializers.ModelSerializer[ReferencePicture]):
    """A picture of the genuine article."""

    sha256 = serializers.CharField(
        source="file.sha256", help_text="Of the original, in hex."
    )
    width = serializers.IntegerField(source="file.width", help_text="Pixels.")
    height = serializers.IntegerField(source="file.height", help_text="Pixels.")

    class Meta:
        model = ReferencePicture
        fields = ["id", "kind", "caption", "sha256", "width", "height", "added_at"]


class ProtectionOut(serializers.Serializer[Any]):
    cc = serializers.CharField(help_text="mark:cc, ISO 3166-1 alpha-2.")
    region = serializers.CharField(required=False, help_text="mark:region.")
    ruling = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="mark:ruling."
    )


class PersonOut(serializers.Serializer[Any]):
    """A holder (with `entitlement`) or a contact (with `kind`); only what is told."""

    name = serializers.CharField(required=False)
    organisation = serializers.CharField(required=False, help_text="mark:org.")
    entitlement = serializers.CharField(
        required=False, help_text="owner, assignee or licensee."
    )
    kind = serializers.CharField(
        required=False, help_text="owner, agent or thirdparty (mark:contact@type)."
    )
    address = serializers.CharField(required=False, help_text="On one line.")
    email = serializers.CharField(required=False)
    voice = serializers.CharField(required=False)
    fax = serializers.CharField(required=False)


class MarkOut(serializers.ModelSerializer[Mark]):
    """A right, with the fields of RFC 7848. Days are ISO 8601, and end inclusive."""

    brand = serializers.CharField(source="brand.name")
    organisation = serializers.CharField(source="organisation.name")
    is_usable = serializers.BooleanField(
        help_text="Whether notices can be filed under it today."
    )
    is_signed = serializers.BooleanField(
        help_text="Proved by a signed mark file, not by staff."
    )
    holders = PersonOut(many=True)
    contacts = PersonOut(many=True)
    protections = ProtectionOut(many=True)
    nice_classes = serializers.ListField(
        child=serializers.IntegerField(), help_text="mark:class, 1 to 45."
    )
    ends_on = serializers.DateField(
        allow_null=True,
        help_text="The first of `expires_on` and `signed_until`; its last good day.",
    )
    pictures = PictureOut(many=True)

    class Meta:
        model = Mark
        fields = [
            "id", "state", "is_usable", "is_signed", "kind", "feature", "name", "brand",
            "organisation", "mark_id", "holders", "contacts", "jurisdiction", "office",
            "nice_classes", "labels", "goods_and_services", "application_number",
            "applied_on", "registration_number", "registered_on", "expires_on",
            "court_or_title", "reference_number", "protected_on", "executed_on",
            "protections", "distinctiveness", "signed_until", "ends_on", "return_code",
            "return_note", "registered_at", "pictures",
        ]  # fmt: skip


class SignedMarkOut(serializers.Serializer[Any]):
    smd_id = serializers.CharField(help_text="smd:id of the file.")
    marks = MarkOut(many=True, help_text="Nearly always one.")


class BrandChoice(serializers.Serializer[Any]):
    brand = serializers.PrimaryKeyRelatedField(
        queryset=Brand.objects.all(),
        required=False,
        allow_null=True,
        default=None,
        help_text="One of your brands; without it, one is named after the mark.",
    )

    def __init__(self, *args: Any, by: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by is not None:
            # Another's brand is not there, as everywhere.
            own = Brand.objects.filter(organisation_id=by.organisation_id or 0)
            cast("Any", self.fields["brand"]).queryset = own


class SignedIn(BrandChoice):
    """The .smd file in base64, as the Clearinghouse gave it (its XML alone will do)."""

    smd = serializers.CharField(
        max_length=1_000_000, trim_whitespace=True, help_text="Base64 (RFC 4648)."
    )

    def validate_smd(self, value: str) -> bytes:
        try:
            return base64.b64decode("".join(value.split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise serializers.ValidationError(
                _("This is not base64. Send the whole file, encoded once."),
                code="not_base64",
            ) from error


class SignedUpload(BrandChoice):
    file = serializers.FileField(help_text="The .smd file itself.")


class PictureIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(
        choices=ReferencePicture.Kind.choices, default=ReferencePicture.Kind.PRODUCT
    )
    caption = serializers.CharField(
        max_length=200, help_text="What the picture shows, for a reviewer."
    )
    file = serializers.FileField(
        help_text="JPEG, PNG or WebP, at most 20 MB and 40 million pixels."
    )


class MarkList(ListAPIView[Mark]):
    """Your marks and those you have a mandate for, newest first."""

    serializer_class = MarkOut

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "state", enum=State.values, description="Only marks in this state."
            )
        ]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Mark]:
        marks = _visible(self.request)
        state = self.request.query_params.get("state", "")
        return marks.filter(state=state) if state in State.values else marks


class MarkDetail(RetrieveAPIView[Mark]):
    """One mark, with all that its register or its signed file says."""

    serializer_class = MarkOut

    def get_queryset(self) -> QuerySet[Mark]:
        return _visible(self.request)


class MarkSigned(APIView):
    parser_classes = [BoundedJSONParser, MultiPartParser]

    @extend_schema(
        request={"application/json": SignedIn, "multipart/form-data": SignedUpload},
        responses={201: SignedMarkOut},
    )
    def post(self, request: Request) -> Response:
        """Register a mark from its signed file (RFC 7848): verified at once.

        Refused with the first reason that holds, as the problem's code: malformed,
        wrong_authority, bad_signature, revoked_signer, revoked_mark, not_yet_valid,
        expired; or already_registered.
        """
        by = actor_of(request)
        is_upload = isinstance(request.data, QueryDict)
        given = (SignedUpload if is_upload else SignedIn)(data=request.data, by=by)
        given.is_valid(raise_exception=True)
        told = given.validated_data
        marks = register_signed(
            told["file" if is_upload else "smd"], brand=told["brand"], by=by
        )
        first = marks[0].signed_file
        answer = {"smd_id": first.smd_id if first else "", "marks": marks}
        return Response(SignedMarkOut(answer).data, status=201)


class MarkPictures(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        request={"multipart/form-data": PictureIn}, responses={201: PictureOut}
    )
    def post(self, request: Request, pk: int) -> Response:
        """Add a picture of the genuine article. The same picture twice is one."""
        mark = get_object_or_404(Mark.objects.visible_to(actor_of(request)), pk=pk)
        given = PictureIn(data=request.data)
        given.is_valid(raise_exception=True)
        told = given.validated_data
        picture = attachments.add_picture(
            mark,
            told["file"],
            kind=told["kind"],
            caption=told["caption"],
            by=actor_of(request),
        )
        return Response(PictureOut(picture).data, status=201)


def _visible(request: Request) -> QuerySet[Mark]:
    return (
        Mark.objects.visible_to(actor_of(request))
        .select_related("brand", "organisation")
        .prefetch_related("pictures__file")
    )
