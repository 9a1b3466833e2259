from django.urls import path

from takedowns.review import api as review

urlpatterns = [
    path("review/claim", review.claim, name="api-review-claim"),
    path("review/items/<int:pk>/decision", review.decide, name="api-review-decide"),
    path("review/items/<int:pk>/release", review.release, name="api-review-release"),
]
