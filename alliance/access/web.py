from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alliance.access.permissions import Permission
from alliance.access.roles import PERMISSIONS, ROLES_OF_KIND, Role
from alliance.access.words import GROUPS, WORDS


@require_safe
def permission_table(request: HttpRequest) -> HttpResponse:
    """The whole table, as the code reads it."""
    roles = [role for kinds in _sides() for role in kinds]
    groups = [
        (group, [(p, WORDS[p], _cells(p, roles)) for p in permissions])
        for group, permissions in GROUPS
    ]
    return render(
        request,
        "alliance/access/permissions.html",
        {
            "roles": roles,
            "groups": groups,
            "member_roles": len(_sides()[0]),
            "staff_roles": len(_sides()[1]),
        },
    )


def _sides() -> tuple[list[Role], list[Role]]:
    """Members' roles, then those of the operator."""
    staff = list(ROLES_OF_KIND["operator"])
    return [role for role in Role if role not in staff], staff


def _cells(permission: Permission, roles: list[Role]) -> list[tuple[Role, bool]]:
    return [(role, permission in PERMISSIONS[role]) for role in roles]
