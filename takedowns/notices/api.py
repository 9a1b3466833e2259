from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.actor import Actor
from portal.api import idempotency
from portal.api.asking import actor_of
from portal.api.parsing import BoundedJSONParser
from takedowns.listings.lines import Line, Verdict
from takedowns.notices import actions, queries, timeline
from takedowns.notices.filing import AlreadyOpen
from takedowns.notices.models import Notice
from takedowns.notices.shapes import (
    CheckIn,
    CheckOut,
    EvidenceIn,
    EvidenceOut,
    NoticeIn,
    NoticeOut,
    NoticeSummaryOut,
    SubmissionIn,
    TimelineOut,
    WithdrawalIn,
)
from takedowns.notices.states import State
from takedowns.notices.validation import Declarations

PARTS = ("mark", "marketplace", "reason", "explanation")


class NoticeViewSet(viewsets.GenericViewSet[Notice]):
    serializer_class = NoticeOut
    lookup_field = "reference"
    lookup_value_regex = r"N-[0-9A-Z]{8}"
    parser_classes = [BoundedJSONParser]

    @property
    def actor(self) -> Actor:
        return actor_of(self.request)

    def get_queryset(self) -> QuerySet[Notice]:
        return Notice.objects.visible_to(self.actor).order_by("-id")

    @extend_schema(
        summary="Your notices, newest first",
        parameters=[OpenApiParameter("state", str, enum=State.values)],
        responses=NoticeSummaryOut(many=True),
    )
    def list(self, request: Request) -> Response:
        notices = queries.summaries(self.get_queryset())
        if (state := request.query_params.get("state")) in State.values:
            notices = notices.filter(state=state)
        page = self.paginate_queryset(notices)
        return self.get_paginated_response(NoticeSummaryOut(page, many=True).data)

    @extend_schema(summary="A notice, its items and how far each has come")
    def retrieve(self, _request: Request, reference: str) -> Response:
        return Response(self._told(self._notice(reference)))

    @extend_schema(
        summary="What happened to a notice, newest first",
        responses=TimelineOut(many=True),
    )
    @action(detail=True, methods=["get"], pagination_class=None)
    def timeline(self, _request: Request, reference: str) -> Response:
        notice = self._notice(reference)
        lines = timeline.lines_of(notice, viewer=self.actor)
        return Response(TimelineOut(lines, many=True).data)

    @extend_schema(
        summary="Draft a notice, and send it if you say so",
        parameters=[idempotency.HEADER],
        request=NoticeIn,
        responses={201: NoticeOut},
    )
    def create(self, request: Request) -> Response:
        return idempotency.once(request, self._create)

    @extend_schema(
        summary="Sign a draft and send it",
        parameters=[idempotency.HEADER],
        request=SubmissionIn,
        responses=NoticeOut,
    )
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, reference: str) -> Response:
        given = self._given(SubmissionIn)

        def perform() -> Response:
            notice = self._notice(reference)
            self._submit(notice, given)
            return Response(self._told(notice))

        return idempotency.once(request, perform)

    @extend_schema(
        summary="Withdraw a notice that is not decided",
        parameters=[idempotency.HEADER],
        request=WithdrawalIn,
        responses=NoticeOut,
    )
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, reference: str) -> Response:
        given = self._given(WithdrawalIn)

        def perform() -> Response:
            notice = self._notice(reference)
            actions.withdraw(notice, reason=given["reason"], by=self.actor)
            return Response(self._told(notice))

        return idempotency.once(request, perform)

    @extend_schema(
        summary="Add evidence to a draft",
        parameters=[idempotency.HEADER],
        request={"multipart/form-data": EvidenceIn},
        responses={201: EvidenceOut},
    )
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def evidence(self, request: Request, reference: str) -> Response:
        given = self._given(EvidenceIn)

        def perform() -> Response:
            notice = self._notice(reference)
            evidence = actions.add_evidence(notice, **given, by=self.actor)
            return Response(EvidenceOut(evidence).data, status=201)

        return idempotency.once(request, perform)

    @transaction.atomic
    def _create(self) -> Response:
        given = self._given(NoticeIn)
        parts: Any = {name: given[name] for name in PARTS if name in given}
        notice = actions.draft(by=self.actor, channel=Notice.Channel.API, **parts)
        if "addresses" in given:
            pasted = "\n".join(given["addresses"])
            _require_good(actions.name_listings(notice, pasted, by=self.actor))
        if given["submit"]:
            self._submit(notice, given)
        return Response(self._told(notice), status=201)

    def _submit(self, notice: Notice, given: dict[str, Any]) -> None:
        actions.submit(
            notice,
            declared=Declarations(**given["declarations"]),
            signed_name=given["signed_name"],
            by=self.actor,
        )

    def _given(self, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        given = shape(data=self.request.data, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)

    def _notice(self, reference: str) -> Notice:
        return get_object_or_404(self.get_queryset(), reference=reference)

    def _told(self, notice: Notice) -> dict[str, Any]:
        return dict(NoticeOut(queries.whole(notice)).data)


class AddressCheck(APIView):
    @extend_schema(
        summary="An answer for each address; nothing is kept",
        request=CheckIn,
        responses=CheckOut,
    )
    def post(self, request: Request) -> Response:
        given = CheckIn(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        answered = queries.answers(
            "\n".join(given.validated_data["addresses"]),
            marketplace=given.validated_data["marketplace"],
            mark=given.validated_data.get("mark"),
            actor=actor_of(request),
        )
        good = sum(line.is_good for line in answered)
        return Response(CheckOut({"good": good, "lines": answered}).data)


def _require_good(answered: list[Line]) -> None:
    """A program is told of every line at once; a person may go on without the bad ones."""
    bad = {
        str(line.row - 1): [
            serializers.ErrorDetail(f"{line.sentence} {line.fix}", code=line.verdict)
        ]
        for line in answered
        if line.verdict in {Verdict.MALFORMED, Verdict.ELSEWHERE, Verdict.REPEATED}
    }
    if bad:
        raise serializers.ValidationError({"addresses": bad})
    taken = [line for line in answered if line.verdict == Verdict.OPEN]
    if taken:
        raise AlreadyOpen(
            [line.given for line in taken],
            sorted({line.reference for line in taken if line.reference}),
        )
