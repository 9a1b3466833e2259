from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.api.asking import actor_of


class MeOut(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="Of the person, and of the key in brackets.")
    organisation = serializers.CharField(help_text="For which you act.")
    organisation_id = serializers.IntegerField()
    role = serializers.CharField()
    permissions = serializers.ListField(
        child=serializers.CharField(), help_text="What you may do now, sorted."
    )


class Me(APIView):
    @extend_schema(responses=MeOut)
    def get(self, request: Request) -> Response:
        """Who you are to the API: a first request to try a key with."""
        by = actor_of(request)
        told = {
            "name": by.name,
            "organisation": by.organisation_name,
            "organisation_id": by.organisation_id,
            "role": by.role,
            "permissions": sorted(by.permissions),
        }
        return Response(MeOut(told).data)
