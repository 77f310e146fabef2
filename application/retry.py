"""Another try, at the handler's edge, for a transaction that lost a race or its connection.

The waits are bounded: a use case is begun at most `MOST_TRIES` times, none of them later than `MOST_SECONDS` after the
first, and the pauses between them are at most `LONGEST_PAUSE`. What one try may take is bounded by storage itself.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from domain.shared.errors import ConnectionLost, StorageError, StorageUnavailable, TransientStorageError

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

MOST_TRIES = 6
MOST_SECONDS = 30.0
FIRST_PAUSE, GROWTH, LONGEST_PAUSE = 0.05, 2.5, 2.0

_ADVICE = "run it again later: what has been kept is found, and nothing is kept twice"


def retried(use_case: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Run the whole use case again after a deadlock, a serialization failure or a lost connection: never a single
    statement. So the use case must find out by itself what an earlier try of it has done. Other errors go through,
    with what to do where an earlier try may have done something.
    """

    @wraps(use_case)
    def run(*args: Given.args, **named: Given.kwargs) -> Answer:
        began, tries = time.monotonic(), 0
        while True:
            tries += 1
            try:
                return use_case(*args, **named)
            except (TransientStorageError, StorageUnavailable) as error:
                passed, pause = time.monotonic() - began, pause_after(tries)
                if not _may_go_again(error, tries, passed + pause):
                    if tries == 1:
                        raise
                    raise _given_up(error, tries, passed) from error.__cause__ or error
            time.sleep(pause)

    return run


def pause_after(tries: int) -> float:
    """Seconds, anywhere from none to a bound that grows: many that lost the same race must not meet again."""
    return random.uniform(0.0, min(FIRST_PAUSE * GROWTH ** (tries - 1), LONGEST_PAUSE))  # noqa: S311 - no secret


def _may_go_again(error: StorageError, tries: int, seconds: float) -> bool:
    can_be_other = isinstance(error, (TransientStorageError, ConnectionLost))
    return can_be_other and tries < MOST_TRIES and seconds <= MOST_SECONDS


def _given_up(error: StorageError, tries: int, seconds: float) -> StorageError:
    """The error of the last try, with what to do."""
    said = f"{error.message}; given up after {tries} tries in {seconds:.0f} s; {_ADVICE}"
    return type(error)(said, code=error.code, **error.details)
