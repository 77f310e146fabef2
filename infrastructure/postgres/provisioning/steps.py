"""What a setup did, one step at a time."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Status: TypeAlias = Literal["created", "changed", "already there", "ok", "note"]


class Step(NamedTuple):
    """`ok` and `note` are of the health check: what was proven, and what a person should know."""

    status: Status
    what: str

    @property
    def changed_something(self) -> bool:
        return self.status in {"created", "changed"}
