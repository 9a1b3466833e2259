"""PostgreSQL and Redis for those who have none: found, started, stopped with us.

Nothing here reads Django's settings: the settings are read from what this yields.
"""

from portal.engines.folders import EnginesInUse, EnginesUnavailable
from portal.engines.running import Engines, running

__all__ = ["Engines", "EnginesInUse", "EnginesUnavailable", "running"]
