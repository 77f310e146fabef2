"""The time of day, as a port: tests set it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime


class Clock(ABC):
    """Tells the present instant, timezone-aware, in UTC."""

    @abstractmethod
    def now(self) -> datetime: ...
