"""What was measured, as a table: on the screen, and between the marks of its section in docs/benchmarks.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from textwrap import fill

from benchmarks.measuring.cases import Benchmark, Case
from benchmarks.measuring.machine import ROOT, machine, versions

PAGE = ROOT / "docs" / "benchmarks.md"
_HEAD = "| case | runs | median | min | ratio of medians | target | peak memory |\n|---|--:|--:|--:|--:|--:|--:|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Seconds of one case over its runs, its largest peak memory in MiB, and its ratio to the peer's median."""

    case: Case
    runs: int
    median: float
    least: float
    memory: float
    ratio: float | None

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        if self.case.within is not None:
            return self.median <= self.case.within
        if self.ratio is None or (self.case.most is None and self.case.least is None):
            return None
        if self.case.most is not None:
            return self.ratio <= self.case.most
        return self.ratio >= (self.case.least or 0.0)


def printed(benchmark: Benchmark, measured: Sequence[Measured]) -> str:
    """The section as it stands in the page."""
    lines = [f"## {benchmark.title}", "", _told(benchmark), "", _HEAD, *map(_row, measured), ""]
    lines += _reasons(measured)
    return "\n".join([*lines, *([fill(" ".join(benchmark.notes.split()), 120), ""] if benchmark.notes else [])])


def write_down(benchmark: Benchmark, measured: Sequence[Measured]) -> None:
    """Replace the section of that key, or add it at the end."""
    start, end = f"<!-- {benchmark.key}: begin -->", f"<!-- {benchmark.key}: end -->"
    section = f"{start}\n\n{printed(benchmark, measured)}\n{end}\n"
    page = PAGE.read_text(encoding="utf-8")
    between = re.compile(f"{re.escape(start)}.*?{re.escape(end)}\n", re.DOTALL)
    changed, found = between.subn(lambda _: section, page)
    PAGE.write_text(changed if found else f"{page.rstrip()}\n\n{section}", encoding="utf-8")


def _told(benchmark: Benchmark) -> str:
    day = datetime.now(UTC).date().isoformat()
    return f"Measured on {day}: {machine()}; {versions(benchmark.versions)}."


def _row(one: Measured) -> str:
    ratio = "" if one.ratio is None else f"{_number(one.ratio)} of {one.case.peer}"
    memory = f"{one.memory:.0f} MiB" if one.memory else ""
    cells = (one.case.name, one.runs, _time(one.median), _time(one.least), ratio, _target(one), memory)
    return f"| {' | '.join(map(str, cells))} |"


def _target(one: Measured) -> str:
    if one.is_met is None:
        return ""
    bounds = (("at most", one.case.most, ""), ("at least", one.case.least, ""), ("within", one.case.within, " s"))
    wanted = ", ".join(f"{word} {bound:g}{unit}" for word, bound, unit in bounds if bound is not None)
    return f"{wanted}: {'met' if one.is_met else '**not met**'}"


def _reasons(measured: Sequence[Measured]) -> Iterator[str]:
    missed = [one for one in measured if one.is_met is False]
    for one in missed:
        yield fill(f"- {one.case.name}: not met. {one.case.why or 'No reason is known.'}", 120, subsequent_indent="  ")
    if missed:
        yield ""


def _time(seconds: float) -> str:
    return f"{seconds * 1_000:.1f} ms" if seconds < 0.1 else f"{seconds:.2f} s"


def _number(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 20 else f"{ratio:.1f}" if ratio >= 5 else f"{ratio:.2f}"
