"""A request that may come again is done once: the `Idempotency-Key` header.

The answer is kept in the transaction of the effect: both are there, or neither. Only what
was done is kept: a refusal changed nothing, and may be asked again with the same key.
After the draft of the IETF's HTTPAPI group, "The Idempotency-Key HTTP Header Field".
"""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.asking import actor_of
from portal.api.errors import Conflict
from portal.api.models import IdempotencyKey

KEPT = timedelta(days=7)
LONGEST = 255
PATIENCE = "5s"  # how long to wait for the same request that is still at work

HEADER = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description=(
        "Any text of up to 255 characters, new for each thing you mean to do. The same "
        "request with the same key is answered as before, for seven days, and nothing is "
        "done twice; such an answer has the header `Idempotent-Replayed: true`."
    ),
)


class InFlight(Conflict):
    default_code = "in_flight"
    default_detail = _("The same request is still at work. Ask again in a moment.")


class OtherRequest(APIException):
    status_code = 422
    default_code = "key_used_otherwise"
    default_detail = _(
        "This Idempotency-Key was used for another request. Use a new one."
    )


def once(request: Request, perform: Callable[[], Response]) -> Response:
    """Answer by doing it, or with what was answered before to the same key."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return perform()
    if not 0 < len(key) <= LONGEST or not key.isprintable():
        raise ValidationError(
            {"Idempotency-Key": _("Use 1 to 255 printable characters.")}
        )
    with transaction.atomic():
        asked = _asked(request, key)
        _wait_for_turn(asked)
        kept = _kept(asked)
        if kept:
            return _replayed(kept, asked)
        response = perform()
        if 200 <= response.status_code < 300:
            _keep(asked, response)
        return response


def forget_old() -> None:
    IdempotencyKey.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()


def _asked(request: Request, key: str) -> IdempotencyKey:
    actor = actor_of(request)
    return IdempotencyKey(
        organisation_id=actor.organisation_id or 0,
        key=key,
        method=request.method or "",
        path=request.path[:300],
        body_sha256=_digest(request.data),
    )


def _digest(data: Any) -> str:
    """Of what was asked, not of how it was typed: order and spaces do not matter."""
    fields = dict(data.lists()) if hasattr(data, "lists") else data
    plain = json.dumps(fields, sort_keys=True, default=_file_digest)
    return sha256(plain.encode()).hexdigest()


def _file_digest(value: Any) -> str:
    if not isinstance(value, UploadedFile):
        return str(value)
    digest = sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return digest.hexdigest()


def _wait_for_turn(asked: IdempotencyKey) -> None:
    """One at a time for each key, until its transaction ends; raises InFlight."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))",
                [f"{asked.organisation_id}:{asked.key}"],
            )
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    except OperationalError as error:
        if "lock timeout" not in str(error):
            raise
        raise InFlight from error


def _kept(asked: IdempotencyKey) -> IdempotencyKey | None:
    return IdempotencyKey.objects.filter(
        organisation_id=asked.organisation_id,
        key=asked.key,
        asked_at__gte=timezone.now() - KEPT,
    ).first()


def _replayed(kept: IdempotencyKey, asked: IdempotencyKey) -> Response:
    for field in ("method", "path", "body_sha256"):
        if getattr(kept, field) != getattr(asked, field):
            raise OtherRequest
    headers = {"Idempotent-Replayed": "true"}
    return Response(kept.answer, status=kept.status, headers=headers)


def _keep(asked: IdempotencyKey, response: Response) -> None:
    # One that ran out may still stand there: the sweep comes once an hour.
    IdempotencyKey.objects.filter(
        organisation_id=asked.organisation_id, key=asked.key
    ).delete()
    asked.status = response.status_code
    asked.answer = json.loads(JSONRenderer().render(response.data) or "null")
    asked.save()
