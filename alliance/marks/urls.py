from django.urls import path

from alliance.marks.web import attaching, checking, entering, reading

urlpatterns = [
    path("", reading.mark_list, name="mark-list"),
    path("new/", entering.new, name="mark-new"),
    path("new/signed/", entering.signed, name="mark-new-signed"),
    path("new/by-hand/", entering.by_hand, name="mark-by-hand"),
    path(
        "new/by-hand/documents/",
        entering.by_hand_documents,
        name="mark-by-hand-documents",
    ),
    path("new/by-hand/check/", entering.by_hand_check, name="mark-by-hand-check"),
    path("queue/", checking.queue, name="mark-queue"),
    path("<int:pk>/", reading.mark_detail, name="mark-detail"),
    path("<int:pk>/mend/", entering.mend, name="mark-mend"),
    path("<int:pk>/check/", checking.check, name="mark-check"),
    path("<int:pk>/renewal/", checking.renewal, name="mark-renewal"),
    path("<int:pk>/pictures/add/", attaching.picture_add, name="mark-picture-add"),
    path(
        "<int:pk>/pictures/<int:picture_pk>/remove/",
        attaching.picture_remove,
        name="mark-picture-remove",
    ),
    path(
        "<int:pk>/pictures/<int:picture_pk>/<slug:which>/",
        reading.mark_picture,
        name="mark-picture",
    ),
    path("<int:pk>/documents/add/", attaching.document_add, name="mark-document-add"),
    path(
        "<int:pk>/documents/<int:document_pk>/<slug:which>/",
        reading.mark_document,
        name="mark-document",
    ),
]
