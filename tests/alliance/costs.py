from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(client, url):
    """How many queries a page asks."""
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)
