"""Who listens to the audit log. Settings name them, so that the ground knows no room."""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string


def listeners_of(event: str) -> list[str]:
    """The tasks that want to hear of the event; most events interest nobody."""
    return [
        task for task, hears in settings.AUDIT_LISTENERS.items() if _ask(hears, event)
    ]


def _ask(path: str, event: str) -> bool:
    hears: Callable[[str], bool] = import_string(path)
    return hears(event)
