from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers

from takedowns.listings.models import Marketplace


class MarketplaceOut(serializers.ModelSerializer[Marketplace]):
    class Meta:
        model = Marketplace
        fields = ["slug", "name", "jurisdiction"]


@extend_schema_view(get=extend_schema(summary="Marketplaces that take notices"))
class MarketplaceList(generics.ListAPIView[Marketplace]):
    serializer_class = MarketplaceOut
    queryset = Marketplace.objects.open()
