from rest_framework.pagination import CursorPagination


class ByKey(CursorPagination):
    """Pages by key: the thousandth costs what the first does."""

    ordering = "-id"
    page_size_query_param = "page_size"
    max_page_size = 200
