from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.asking import actor_of
from takedowns.notices.models import Item
from takedowns.notices.reasons import Reason
from takedowns.review import actions, validation
from takedowns.review.models import Decision
from takedowns.review.rules import Rejection


class ItemOnDesk(serializers.ModelSerializer[Item]):
    """What a reviewer needs to decide one item."""

    notice = serializers.CharField(source="notice.reference")
    mark = serializers.CharField(source="mark.name")
    reason = serializers.CharField(source="notice.reason")
    explanation = serializers.CharField(source="notice.explanation")
    listing_url = serializers.CharField(source="listing.url")
    title = serializers.CharField(
        source="capture.title", default="", help_text="As captured; empty if not yet."
    )
    lease_expires_at = serializers.DateTimeField(source="lease.expires_at")

    class Meta:
        model = Item
        fields = [
            "id", "notice", "row", "state", "mark", "reason", "explanation",
            "listing_url", "title", "due_at", "lease_expires_at",
        ]  # fmt: skip


class DecisionIn(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=Decision.Outcome.choices)
    code = serializers.ChoiceField(
        choices=[*Reason.choices, *Rejection.choices],
        help_text="Upheld: a reason of the notice's list. Rejected: a rejection code.",
    )
    facts = serializers.CharField(
        max_length=5000, help_text="Told to both sides; no personal data."
    )
    private_note = serializers.CharField(
        max_length=2000, default="", allow_blank=True, help_text="For staff alone."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        validation.check(
            outcome=attrs["outcome"], code=attrs["code"], facts=attrs["facts"]
        )
        return attrs


class DecisionOut(serializers.ModelSerializer[Decision]):
    class Meta:
        model = Decision
        fields = [
            "id",
            "outcome",
            "code",
            "policy_clause",
            "policy_version",
            "decided_at",
        ]


class ReleaseIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


@extend_schema(
    request=None,
    responses={200: ItemOnDesk, 204: OpenApiResponse(description="Nothing waits.")},
)
@api_view(["POST"])
def claim(request: Request) -> Response:
    """Lease the item that comes first in the queue, for half an hour."""
    item = actions.claim_next(by=actor_of(request))
    if item is None:
        return Response(status=204)
    return Response(ItemOnDesk(item).data)


@extend_schema(request=DecisionIn, responses={201: DecisionOut})
@api_view(["POST"])
def decide(request: Request, pk: int) -> Response:
    """Decide the item on one's desk. 409 if it is decided, or with someone else."""
    item = get_object_or_404(Item.objects.visible_to(actor_of(request)), pk=pk)
    given = DecisionIn(data=request.data)
    given.is_valid(raise_exception=True)
    decision = actions.decide(item, **given.validated_data, by=actor_of(request))
    return Response(DecisionOut(decision).data, status=201)


@extend_schema(request=ReleaseIn, responses={204: None})
@api_view(["POST"])
def release(request: Request, pk: int) -> Response:
    """Give the item back undecided."""
    item = get_object_or_404(Item.objects.visible_to(actor_of(request)), pk=pk)
    given = ReleaseIn(data=request.data)
    given.is_valid(raise_exception=True)
    actions.release(item, **given.validated_data, by=actor_of(request))
    return Response(status=204)
