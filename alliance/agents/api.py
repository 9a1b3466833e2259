from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView

from alliance.agents.models import Mandate
from portal.api.asking import actor_of


class MandateOut(serializers.ModelSerializer[Mandate]):
    """What a brand owner lets an agency do. Days are ISO 8601, and inclusive."""

    principal = serializers.CharField(
        source="principal.name", help_text="The brand owner that gave it."
    )
    agent = serializers.CharField(
        source="agent.name", help_text="The agency that holds it."
    )
    marks = serializers.PrimaryKeyRelatedField[Any](many=True, read_only=True)
    territories = serializers.ListField(
        child=serializers.CharField(),
        help_text="ISO 3166-1 alpha-2 and EU; empty: everywhere.",
    )
    acts = serializers.ListField(child=serializers.ChoiceField(Mandate.Act.choices))

    class Meta:
        model = Mandate
        fields = [
            "id", "principal", "agent", "marks", "territories", "acts", "valid_from",
            "valid_until", "granted_at", "revoked_at",
        ]  # fmt: skip


class MandateList(ListAPIView[Mandate]):
    """Mandates given and held, newest first."""

    serializer_class = MandateOut

    def get_queryset(self) -> QuerySet[Mandate]:
        return _visible(self)


class MandateDetail(RetrieveAPIView[Mandate]):
    """One mandate, given or held."""

    serializer_class = MandateOut

    def get_queryset(self) -> QuerySet[Mandate]:
        return _visible(self)


def _visible(view: Any) -> QuerySet[Mandate]:
    visible = Mandate.objects.visible_to(actor_of(view.request))
    return visible.select_related("principal", "agent").prefetch_related("marks")
