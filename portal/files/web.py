from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from portal.files.models import StoredFile

# Should a browser open it after all: no script, no plug-in, nobody's origin.
_LOCKED = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"


def respond(file: StoredFile, which: str = "shown") -> HttpResponse:
    """The file's bytes: `shown` and `thumbnail` to look at, `original` to save.

    The room that keeps the file has asked who looks. What was never drawn is a 404.
    """
    if which == "original":
        response = HttpResponse(_bytes(file, which), content_type=file.media_type)
        response["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=file.name
        )
    elif which in {"shown", "thumbnail"} and getattr(file, which):
        response = HttpResponse(_bytes(file, which), content_type="image/webp")
    else:
        raise Http404
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _LOCKED
    response["Cache-Control"] = "private, max-age=600"
    return response


def _bytes(file: StoredFile, which: str) -> bytes:
    with getattr(file, which).open("rb") as opened:
        found: bytes = opened.read()
    return found
