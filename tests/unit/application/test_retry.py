"""How often and how long a use case is tried again."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from application.retry import LONGEST_PAUSE, MOST_SECONDS, MOST_TRIES, pause_after, retried
from domain.shared.errors import (
    Conflict,
    ConnectionLost,
    InvalidValue,
    SchemaMismatch,
    StorageError,
    StorageUnavailable,
    SuccotashError,
    TransientStorageError,
)

PASSING = [TransientStorageError, ConnectionLost]
LASTING = [StorageUnavailable, StorageError, SchemaMismatch, Conflict, InvalidValue, ValueError]


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made; none of them takes time."""
    made: list[float] = []
    monkeypatch.setattr(time, "sleep", made.append)
    return made


def failing(*errors: Exception) -> Callable[[], str]:
    """Fails with each of the errors in turn, then answers."""
    left = list(errors)

    def use_case() -> str:
        if left:
            raise left.pop(0)
        return "done"

    return use_case


@pytest.mark.parametrize("error", PASSING)
def test_what_may_pass_is_tried_until_it_has_passed(error: type[SuccotashError], pauses: list[float]) -> None:
    use_case = failing(*(error("lost") for _ in range(MOST_TRIES - 1)))
    assert retried(use_case)() == "done"
    assert len(pauses) == MOST_TRIES - 1


@pytest.mark.parametrize("error", PASSING)
def test_the_tries_are_bounded_and_the_error_says_what_to_do(error: type[SuccotashError], pauses: list[float]) -> None:
    cause = OSError("the driver's own")
    lost = error("the connection was lost", place="here")
    lost.__cause__ = cause
    with pytest.raises(error) as given_up:
        retried(failing(*[lost] * 100))()
    assert len(pauses) == MOST_TRIES - 1
    assert given_up.value.message.startswith("the connection was lost; given up after 6 tries in ")
    assert given_up.value.message.endswith("run it again later: what has been kept is found, and nothing is kept twice")
    assert (given_up.value.code, given_up.value.details) == (error.code, {"place": "here"})
    assert given_up.value.__cause__ is cause


@pytest.mark.parametrize("error", LASTING)
def test_what_will_not_pass_goes_through_at_once_as_it_is(error: type[Exception], pauses: list[float]) -> None:
    first = error("no")
    with pytest.raises(error) as refused:
        retried(failing(first))()
    assert refused.value is first
    assert pauses == []


def test_an_outage_that_outlasts_the_wait_for_the_server_says_what_to_do(pauses: list[float]) -> None:
    with pytest.raises(StorageUnavailable) as down:
        retried(failing(ConnectionLost("lost"), StorageUnavailable("nobody answers")))()
    assert down.value.message.startswith("nobody answers; given up after 2 tries in 0 s; run it again later")
    assert down.value.code == "storage_unavailable"
    assert len(pauses) == 1


def test_no_try_is_begun_after_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "sleep", lambda _: None)
    begun: list[float] = []

    def slow() -> None:
        begun.append(now[0])
        now[0] += 0.4 * MOST_SECONDS
        raise ConnectionLost("lost")

    with pytest.raises(ConnectionLost, match="after 3 tries in 36 s"):
        retried(slow)()
    assert begun == [0, 0.4 * MOST_SECONDS, 0.8 * MOST_SECONDS]


def test_the_pauses_grow_and_are_spread_from_none_to_their_bound() -> None:
    drawn = {tries: [pause_after(tries) for _ in range(500)] for tries in (1, 3, MOST_TRIES - 1, 50)}
    bounds = {1: 0.05, 3: 0.3125, MOST_TRIES - 1: 1.953125, 50: LONGEST_PAUSE}
    for tries, pauses in drawn.items():
        assert all(0 <= pause <= bounds[tries] for pause in pauses)
        assert min(pauses) < 0.1 * bounds[tries]
        assert max(pauses) > 0.9 * bounds[tries]


def test_what_it_was_given_is_given_to_each_try(pauses: list[float]) -> None:
    seen: list[tuple[int, str]] = []

    @retried
    def use_case(number: int, *, name: str) -> int:
        seen.append((number, name))
        if len(seen) == 1:
            raise TransientStorageError("lost")
        return number

    assert use_case(7, name="x") == 7
    assert seen == [(7, "x")] * 2
    assert len(pauses) == 1
