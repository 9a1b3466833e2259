from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import SimpleRouter

from takedowns.listings.api import MarketplaceList
from takedowns.notices.api import AddressCheck, NoticeViewSet
from takedowns.review import api as review

router = SimpleRouter(trailing_slash=False)
router.register("notices", NoticeViewSet, basename="api-notice")

urlpatterns: list[URLPattern | URLResolver] = [
    *router.urls,
    path("addresses/check", AddressCheck.as_view(), name="api-address-check"),
    path("marketplaces", MarketplaceList.as_view(), name="api-marketplace-list"),
    path("review/claim", review.claim, name="api-review-claim"),
    path("review/items/<int:pk>/decision", review.decide, name="api-review-decide"),
    path("review/items/<int:pk>/release", review.release, name="api-review-release"),
]
