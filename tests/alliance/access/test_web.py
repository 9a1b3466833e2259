import pytest
from django.urls import reverse

from alliance.access import Permission
from alliance.access.roles import PERMISSIONS, ROLES_OF_KIND, Role
from alliance.access.words import GROUPS, WORDS


class TestThePermissionTable:
    @pytest.mark.parametrize("who", ["observer", "agent", "reviewer", "administrator"])
    def test_is_open_to_members_and_staff(self, who, sign_in, request):
        client = sign_in(request.getfixturevalue(who))

        assert client.get(reverse("permissions")).status_code == 200

    def test_shows_every_role_and_every_permission(self, sign_in, observer):
        page = sign_in(observer).get(reverse("permissions")).content.decode()

        for role in Role:
            assert f'<th scope="col">{role.label}</th>' in page
        for permission in Permission:
            assert f">{permission}</span>" in page

    def test_says_what_the_code_reads(self, sign_in, observer):
        page = sign_in(observer).get(reverse("permissions")).content.decode()

        allowed = sum(len(permissions) for permissions in PERMISSIONS.values())
        assert page.count(">Yes</span>") == allowed
        assert page.count(">No</span>") == len(Role) * len(Permission) - allowed

    def test_is_in_words_and_names_each_permission_once(self):
        grouped = [p for _group, permissions in GROUPS for p in permissions]

        assert sorted(grouped) == sorted(Permission)
        assert set(WORDS) == set(Permission)


class TestTheTableItself:
    def test_no_role_of_a_member_may_do_what_is_the_operator_s(self):
        theirs = {
            Permission.ORGANISATION_VET,
            Permission.ORGANISATION_SUSPEND,
            Permission.MARK_VERIFY,
            Permission.ITEM_CLAIM,
            Permission.NOTICE_DECIDE,
        }

        for kind in ("brand", "agency"):
            for role in ROLES_OF_KIND[kind]:
                assert not PERMISSIONS[role] & theirs, role

    def test_who_runs_the_portal_decides_nothing(self):
        decides = {Permission.NOTICE_DECIDE, Permission.MARK_VERIFY}

        assert not PERMISSIONS[Role.ADMINISTRATOR] & decides

    def test_every_role_can_be_given_by_somebody_who_has_no_less(self):
        for kind, roles in ROLES_OF_KIND.items():
            managers = [r for r in roles if Permission.MEMBER_MANAGE in PERMISSIONS[r]]
            for role in roles:
                assert any(PERMISSIONS[role] <= PERMISSIONS[m] for m in managers), (
                    kind,
                    role,
                )
