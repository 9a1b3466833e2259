from django.urls import path

from takedowns.notices.web import filing, reading

DRAFT = "<str:reference>/edit/"

urlpatterns = [
    path("", reading.notice_list, name="notice-list"),
    path("export.csv", reading.notice_export, name="notice-export"),
    path("drafts/", reading.draft_list, name="draft-list"),
    path("new/", filing.new, name="notice-new"),
    path(DRAFT, filing.resume, name="notice-edit"),
    path(f"{DRAFT}mark/", filing.edit_mark, name="notice-edit-mark"),
    path(
        f"{DRAFT}marketplace/", filing.edit_marketplace, name="notice-edit-marketplace"
    ),
    path(f"{DRAFT}reason/", filing.edit_reason, name="notice-edit-reason"),
    path(f"{DRAFT}listings/", filing.edit_listings, name="notice-edit-listings"),
    path(f"{DRAFT}listings/answers/", filing.lines, name="notice-edit-lines"),
    path(f"{DRAFT}why/", filing.edit_why, name="notice-edit-why"),
    path(f"{DRAFT}evidence/", filing.edit_evidence, name="notice-edit-evidence"),
    path(
        f"{DRAFT}evidence/<int:pk>/remove/",
        filing.remove_evidence,
        name="notice-evidence-remove",
    ),
    path(f"{DRAFT}sign/", filing.edit_sign, name="notice-edit-sign"),
    path(f"{DRAFT}check/", filing.check, name="notice-check"),
    path(f"{DRAFT}discard/", filing.discard, name="notice-discard"),
    path("<str:reference>/", reading.notice_detail, name="notice-detail"),
    path("<str:reference>/sent/", reading.notice_sent, name="notice-sent"),
    path("<str:reference>/withdraw/", reading.notice_withdraw, name="notice-withdraw"),
    path("<str:reference>/items/<int:row>/", reading.item_detail, name="item-detail"),
    path(
        "<str:reference>/items/<int:row>/<slug:which>/",
        reading.item_picture,
        name="item-picture",
    ),
    path(
        "<str:reference>/evidence/<int:pk>/<slug:which>/",
        reading.evidence_file,
        name="evidence-file",
    ),
]
