from django.urls import path

from alliance.marks import api as marks

urlpatterns = [
    path("marks", marks.MarkList.as_view(), name="api-mark-list"),
    path("marks/signed", marks.MarkSigned.as_view(), name="api-mark-signed"),
    path("marks/<int:pk>", marks.MarkDetail.as_view(), name="api-mark-detail"),
    path(
        "marks/<int:pk>/pictures",
        marks.MarkPictures.as_view(),
        name="api-mark-pictures",
    ),
]
