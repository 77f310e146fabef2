"""One more try, at the handler's edge, for a transaction that lost a race."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from domain.shared.errors import TransientStorageError

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def retried_once(use_case: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Run the whole use case again after a deadlock or serialization failure: never a single statement."""

    @wraps(use_case)
    def run(*args: Given.args, **named: Given.kwargs) -> Answer:
        try:
            return use_case(*args, **named)
        except TransientStorageError:
            return use_case(*args, **named)

    return run
