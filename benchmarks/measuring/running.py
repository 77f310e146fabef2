"""Running the cases of a script in rounds, one child process for each run, and writing down what came out."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring.cases import Benchmark, Case, Facts, Sample
from benchmarks.measuring.machine import ROOT, peak_memory
from benchmarks.measuring.report import Measured, printed, write_down

LONGEST_RUN = 300.0
"""Seconds after which a child is taken for stuck."""


def main(benchmark: Benchmark) -> None:
    """Measure all of it; or, in a child, run the one case that the arguments name."""
    if sys.argv[1:2] == ["--case"]:
        [case] = [case for case in benchmark.cases if case.name == sys.argv[2]]
        _answer(case, json.load(sys.stdin))
        return
    with benchmark.setting() as facts:
        samples: dict[str, list[Sample]] = {case.name: [] for case in benchmark.cases}
        for number in range(benchmark.rounds):
            for case in _in_turn(benchmark.cases, number):
                samples[case.name].append(_sample(case, facts))
    measured = [_measured(case, samples) for case in benchmark.cases]
    print(printed(benchmark, measured))
    write_down(benchmark, measured)


def _in_turn(cases: Sequence[Case], number: int) -> list[Case]:
    """The cases of a round: forwards and backwards by turns, so that none always comes after the same one."""
    here = [case for case in cases if case.rounds is None or number < case.rounds]
    return here if number % 2 == 0 else here[::-1]


def _sample(case: Case, facts: Facts) -> Sample:
    with case.place(facts) as placed:
        child = subprocess.run(
            [sys.executable, str(Path(sys.argv[0]).resolve()), "--case", case.name],
            input=json.dumps(dict(placed)).encode(),  # where no list of processes shows it: there are URLs in it
            stdout=subprocess.PIPE,
            check=False,
            timeout=LONGEST_RUN,
            cwd=ROOT,
        )
    if child.returncode:
        raise SystemExit(f"the case {case.name!r} failed; what it said stands above")
    return Sample(*json.loads(child.stdout.splitlines()[-1]))


def _answer(case: Case, facts: Facts) -> None:
    sample = case.run(facts)
    print(json.dumps([sample.seconds, peak_memory() if sample.memory is None else sample.memory]))


def _measured(case: Case, samples: dict[str, list[Sample]]) -> Measured:
    mine = samples[case.name]
    median = statistics.median(sample.seconds for sample in mine)
    ratio = None
    if case.peer:
        # The peer's runs of the very rounds in which this case ran.
        ratio = median / statistics.median(sample.seconds for sample in samples[case.peer][: len(mine)])
    return Measured(
        case=case,
        runs=len(mine),
        median=median,
        least=min(sample.seconds for sample in mine),
        memory=max(sample.memory or 0.0 for sample in mine),
        ratio=ratio,
    )
