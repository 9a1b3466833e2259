"""JSON as programs send it, with an end: neither too long nor too deep."""

import json
import math
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.conf import settings
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser


class TooLong(APIException):
    status_code = 413
    default_code = "too_long"
    default_detail = gettext_lazy(
        "The file or the text is larger than we take. Make it smaller, or send it in parts."
    )


class BoundedJSONParser(JSONParser):
    """DRF's own reads a body without end, and falls over one that is nested too deep."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,  # noqa: ARG002 - the parent's
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> Any:
        body = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLong
        try:
            parsed = json.loads(body, parse_constant=_no_number, parse_float=_number)
            # Half a surrogate pair can be read, and never be written again.
            json.dumps(parsed, ensure_ascii=False).encode()
            return parsed
        except (ValueError, RecursionError) as error:
            raise ParseError(gettext_lazy("The request could not be read")) from error


def _number(digits: str) -> float:
    """1e999 is infinite to Python, and no number to a database."""
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


def _no_number(digits: str) -> NoReturn:
    raise ValueError(f"{digits} is no number")
