"""Cases that are measured side by side, each run of one in a child process of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

Facts: TypeAlias = Mapping[str, str]
"""What the parent tells a child: paths and URLs by name."""


class Sample(NamedTuple):
    """One run: the seconds of the part that is compared, and the peak memory of the process in MiB if it is not the
    child itself that did the work."""

    seconds: float
    memory: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`run` is called in a child with what `place` made for this one run (a fresh database, say) in the parent.

    `peer` names the case that this one is compared with, "" for one that is only a peer. `most` is the target for the
    ratio to it, `least` where a larger ratio is the better one, `within` one for the median in seconds; `why` is told
    where the target is not met. Of slow cases `rounds` may be fewer than those of the others.
    """

    name: str
    run: Callable[[Facts], Sample]
    place: Callable[[Facts], AbstractContextManager[Facts]] = nullcontext
    peer: str = ""
    most: float | None = None
    least: float | None = None
    within: float | None = None
    why: str = ""
    rounds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """`key` names the section in docs/benchmarks.md. `setting` makes what all cases need, once; `notes` are told below
    the table."""

    key: str
    title: str
    cases: Sequence[Case]
    setting: Callable[[], AbstractContextManager[Facts]]
    rounds: int = 5
    notes: str = ""
    versions: Sequence[str] = ()
