"""Rate limits that do not race: a moving window in Redis.

When Redis is away reading and filing go on (the limit fails open, and says so in the log).
"""

import logging
from functools import lru_cache
from typing import Any

from django.conf import settings
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

log = logging.getLogger(__name__)


@lru_cache
def _limiter() -> MovingWindowRateLimiter:
    options = {"socket_connect_timeout": 1, "socket_timeout": 1}
    return MovingWindowRateLimiter(storage_from_string(settings.REDIS_URL, **options))


class PerActor(BaseThrottle):
    def allow_request(self, request: Request, _view: Any) -> bool:
        rate: RateLimitItem = parse(settings.API_RATE)
        who = getattr(request.auth, "user_id", None) or self.get_ident(request)
        try:
            return bool(_limiter().hit(rate, "api", str(who)))
        except Exception as error:  # noqa: BLE001 - whatever the Redis client raises
            log.warning("Rate limit not asked, Redis is away: %s", error)
            return True

    def wait(self) -> float | None:
        return 60.0
