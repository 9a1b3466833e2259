from django.urls import URLPattern, URLResolver, include, path

from alliance.access import web as access
from alliance.admission import desk
from alliance.admission import web as admission
from alliance.agents import web as agents
from alliance.members import invitations_web as invitations
from alliance.members import keys_web as keys
from alliance.members import own_web as own
from alliance.members import web as members
from alliance.notifications import web as notifications

urlpatterns: list[URLPattern | URLResolver] = [
    path("permissions/", access.permission_table, name="permissions"),
    path("home/", admission.home, name="home"),
    path("apply/", admission.apply_start, name="apply"),
    path("apply/documents/", admission.apply_documents, name="apply-documents"),
    path("apply/documents/<int:pk>/", admission.apply_document, name="apply-document"),
    path(
        "apply/documents/<int:pk>/remove/",
        admission.apply_document_remove,
        name="apply-document-remove",
    ),
    path("apply/check/", admission.apply_check, name="apply-check"),
    path("apply/sent/", admission.apply_sent, name="apply-sent"),
    path("apply/again/", admission.apply_again, name="apply-again"),
    path("apply/<slug:slug>/", admission.apply_step, name="apply-step"),
    path("organisation/", desk.organisation_own, name="organisation-own"),
    path("organisations/", desk.organisation_list, name="organisation-list"),
    path("organisations/queue/", desk.organisation_queue, name="organisation-queue"),
    path(
        "organisations/<int:pk>/", desk.organisation_detail, name="organisation-detail"
    ),
    path(
        "organisations/<int:pk>/decide/",
        desk.organisation_decide,
        name="organisation-decide",
    ),
    path(
        "organisations/<int:pk>/suspend/",
        desk.organisation_suspend,
        name="organisation-suspend",
    ),
    path(
        "organisations/<int:pk>/readmit/",
        desk.organisation_readmit,
        name="organisation-readmit",
    ),
    path(
        "organisations/<int:pk>/leave/",
        desk.organisation_leave,
        name="organisation-leave",
    ),
    path(
        "organisations/<int:pk>/edit/",
        desk.organisation_edit,
        name="organisation-edit",
    ),
    path("organisations/<int:pk>/brands/add/", desk.brand_add, name="brand-add"),
    path(
        "organisations/<int:pk>/documents/<int:document_pk>/",
        desk.organisation_document,
        name="organisation-document",
    ),
    path("members/", members.member_list, name="member-list"),
    path("members/invite/", invitations.member_invite, name="member-invite"),
    path("members/<int:pk>/role/", members.member_role, name="member-role"),
    path("members/<int:pk>/end/", members.member_end, name="member-end"),
    path(
        "invitations/<int:pk>/resend/",
        invitations.invitation_resend,
        name="invitation-resend",
    ),
    path(
        "invitations/<int:pk>/revoke/",
        invitations.invitation_revoke,
        name="invitation-revoke",
    ),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("memberships/", members.membership_list, name="membership-list"),
    path(
        "memberships/<int:pk>/choose/",
        members.membership_choose,
        name="membership-choose",
    ),
    path("profile/", own.profile, name="profile"),
    path("second-factor/", own.second_factor, name="second-factor"),
    path("api-keys/", keys.key_list, name="api-key-list"),
    path("api-keys/make/", keys.key_make, name="api-key-make"),
    path("api-keys/<int:pk>/revoke/", keys.key_revoke, name="api-key-revoke"),
    path("mandates/", agents.mandate_list, name="mandate-list"),
    path("mandates/grant/", agents.mandate_grant, name="mandate-grant"),
    path("mandates/<int:pk>/", agents.mandate_detail, name="mandate-detail"),
    path("mandates/<int:pk>/revoke/", agents.mandate_revoke, name="mandate-revoke"),
    path(
        "mandates/<int:pk>/document/",
        agents.mandate_document,
        name="mandate-document",
    ),
    path("marks/", include("alliance.marks.urls")),
    path("notifications/", notifications.notification_list, name="notification-list"),
    path(
        "notifications/read-all/",
        notifications.notification_read_all,
        name="notification-read-all",
    ),
    path(
        "notifications/<int:pk>/open/",
        notifications.notification_open,
        name="notification-open",
    ),
]
