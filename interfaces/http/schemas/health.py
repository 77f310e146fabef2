"""Whether the server is up, and whether it can answer."""

from __future__ import annotations

from typing import Literal

from interfaces.http.schemas.strict import Answer


class Live(Answer):
    status: Literal["live"]


class Ready(Answer):
    status: Literal["ready"]
    detail: str
