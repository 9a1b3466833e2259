from django.urls import path, register_converter
from django.urls.converters import StringConverter

from takedowns.notices.web import filing, reading


class Reference(StringConverter):
    """ "N-7K3M9QXD": what cannot be one is not looked for."""

    regex = "N-[0-9A-Z]{8}"


register_converter(Reference, "reference")
DRAFT = "<reference:reference>/edit/"

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
    path("<reference:reference>/", reading.notice_detail, name="notice-detail"),
    path("<reference:reference>/sent/", reading.notice_sent, name="notice-sent"),
    path(
        "<reference:reference>/withdraw/",
        reading.notice_withdraw,
        name="notice-withdraw",
    ),
    path(
        "<reference:reference>/items/<int:row>/",
        reading.item_detail,
        name="item-detail",
    ),
    path(
        "<reference:reference>/items/<int:row>/<slug:which>/",
        reading.item_picture,
        name="item-picture",
    ),
    path(
        "<reference:reference>/evidence/<int:pk>/<slug:which>/",
        reading.evidence_file,
        name="evidence-file",
    ),
]
