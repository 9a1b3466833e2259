from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request


class ByKey(CursorPagination):
    """Pages by key: the thousandth costs what the first does."""

    ordering = "-id"
    page_size_query_param = "page_size"
    max_page_size = 200

    def decode_cursor(self, request: Request) -> Cursor | None:
        """Raises NotFound for a cursor that nobody here has written."""
        cursor = super().decode_cursor(request)
        if cursor and not _is_key(cursor.position):
            raise NotFound(self.invalid_cursor_message)
        return cursor


def _is_key(position: Any) -> bool:
    if position is None:
        return True
    return position.isascii() and position.isdigit() and int(position[:20]) < 2**63
