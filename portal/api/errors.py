"""One shape for every refusal: RFC 9457, problem details, with pointers to the fields."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.exceptions import ValidationError as ModelError
from django.utils.translation import gettext as _
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import exception_handler
from drf_standardized_errors.types import ErrorResponse, ExceptionHandlerContext
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error

from portal.api.parsing import TooLong
from portal.states import WrongState


class Conflict(APIException):
    status_code = 409
    default_code = "conflict"


class ProblemFormatter(ExceptionFormatter):
    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        status = self.exc.status_code
        return {
            "type": "about:blank",
            "status": status,
            "title": str(error_response.errors[0].detail),
            "code": error_response.errors[0].code,
            "errors": [
                {"code": e.code, "detail": str(e.detail), "pointer": _pointer(e.attr)}
                for e in error_response.errors
            ],
        }


def _pointer(attr: str | None) -> str:
    return "#/" + attr.replace(".", "/") if attr else ""


def answer(error: Exception, context: ExceptionHandlerContext) -> Response | None:
    """DRF's exception handler: our own errors become its own, then one shape."""
    if isinstance(error, WrongState):
        moved_on = _("This has moved on meanwhile. Load it again and look.")
        error = Conflict(str(error.advice or moved_on))
    if isinstance(error, RequestDataTooBig):
        error = TooLong()
    if isinstance(error, ModelError):
        error = ValidationError(as_serializer_error(error))
    response: Response | None = exception_handler(error, context)
    if response is not None:
        response.content_type = "application/problem+json"
    return response
