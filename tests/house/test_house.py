"""What must hold everywhere, and so is told once."""

import ast
import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import get_resolver

from alliance.access import Permission
from alliance.access.roles import PERMISSIONS, ROLES_OF_KIND, Role
from alliance.models import Organisation
from portal.celery import app

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ("portal", "alliance", "takedowns")
MODULES = [path for floor in HOUSE for path in sorted((ROOT / floor).rglob("*.py"))]
ACTIONS = [path for path in MODULES if path.name == "actions.py"]
MODELS = [m for m in apps.get_models() if m.__module__.startswith(HOUSE)]


def calls_of(name):
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
                yield path, node


def test_no_change_of_a_model_lacks_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_role_has_a_row_and_every_permission_a_holder():
    assert set(PERMISSIONS) == set(Role)
    assert frozenset().union(*PERMISSIONS.values()) == set(Permission)


def test_every_kind_of_organisation_can_give_roles():
    assert set(ROLES_OF_KIND) == set(Organisation.Kind.values)


@pytest.mark.parametrize("path", ACTIONS, ids=lambda p: p.parent.name)
def test_an_action_that_names_its_actor_names_it_by_keyword(path):
    functions = [
        n for n in ast.parse(path.read_text()).body if isinstance(n, ast.FunctionDef)
    ]

    for function in functions:
        assert "by" not in [a.arg for a in function.args.args], function.name


def test_what_is_posted_to_the_outbox_is_a_task():
    app.loader.import_default_modules()
    posted = [
        (path, call.args[0])
        for path, call in calls_of("outbox.post")
        if isinstance(call.args[0], ast.Constant)
    ]

    assert posted
    for path, name in posted:
        assert name.value in app.tasks, f"{path}: {name.value}"


def test_every_module_of_tasks_is_known_to_celery():
    found = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in MODULES
        if path.name == "tasks.py"
    }

    assert found == set(app.conf.imports)


def test_what_beat_asks_for_is_a_task():
    app.loader.import_default_modules()

    for name, entry in app.conf.beat_schedule.items():
        assert entry["task"] in app.tasks, name


def test_celery_is_never_asked_to_wait():
    """Waiting is a row with `available_at`: an ETA dies with its worker, or comes twice."""
    for path in MODULES:
        text = path.read_text()
        assert not re.search(r"\b(eta|countdown)=|\.delay\(|\.apply_async\(", text), (
            path
        )


def test_a_lock_names_its_row():
    """A lock that takes joined rows along makes people wait who change something else."""
    for path in MODULES:
        for call in re.findall(
            r"select_for_update\([^()]*(?:\([^()]*\))?", path.read_text()
        ):
            assert 'of=("self",)' in call, path


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_a_model_says_what_it_is(model):
    assert "__str__" in vars(model)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_a_model_keeps_its_logic_out_of_save(model):
    assert "save" not in vars(model)


def test_nothing_listens_to_signals():
    for path in MODULES:
        assert "signals" not in path.read_text(), path


def test_every_url_is_named():
    def nameless(patterns, prefix=""):
        for pattern in patterns:
            where = prefix + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from nameless(pattern.url_patterns, where)
            elif not pattern.name:
                yield where

    assert list(nameless(get_resolver().url_patterns)) == []


def test_no_room_is_called_by_a_word_that_says_nothing():
    nothing = {"utils", "helpers", "common", "services", "managers", "misc"}

    assert [path for path in MODULES if nothing & set(path.with_suffix("").parts)] == []


def test_every_module_can_be_imported_by_itself():
    for path in MODULES:
        if "migrations" not in path.parts and path.name != "__main__.py":
            parts = path.relative_to(ROOT).with_suffix("").parts
            importlib.import_module(".".join(parts).removesuffix(".__init__"))
