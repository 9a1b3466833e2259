from django.urls import path

from alliance.agents import api as agents
from alliance.marks import api as marks
from alliance.members import api as members

urlpatterns = [
    path("me", members.Me.as_view(), name="api-me"),
    path("mandates", agents.MandateList.as_view(), name="api-mandate-list"),
    path(
        "mandates/<int:pk>", agents.MandateDetail.as_view(), name="api-mandate-detail"
    ),
    path("marks", marks.MarkList.as_view(), name="api-mark-list"),
    path("marks/signed", marks.MarkSigned.as_view(), name="api-mark-signed"),
    path("marks/<int:pk>", marks.MarkDetail.as_view(), name="api-mark-detail"),
    path(
        "marks/<int:pk>/pictures",
        marks.MarkPictures.as_view(),
        name="api-mark-pictures",
    ),
]
