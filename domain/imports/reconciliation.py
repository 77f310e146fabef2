"""The file's own totals beside what was kept of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from domain.imports.reading import FileTotal
from domain.imports.record import MetricSums, Reconciliation
from domain.imports.rows import AdMetricRows
from domain.imports.summary import metric_sums
from domain.shared.money import MICROS

ROWS = "rows"
"""The metric of a total that tells how many rows the file has."""
_COUNTS = frozenset({"impressions", "clicks", ROWS})
_TOLERANCE_PER_ROW = MICROS // 200
"""Half a cent a row: a platform rounds each row, and its total, to cents."""


def reconcile(rows: AdMetricRows, totals: Iterable[FileTotal]) -> tuple[Reconciliation, ...]:
    """Each figure of each total row beside the sum of the rows it speaks for, in the order of the file."""
    return tuple(
        entry for total in totals for entry in beside(total, metric_sums(rows, total.scope), _scope_size(rows, total))
    )


def verdict(entries: Iterable[Reconciliation]) -> bool | None:
    """Whether the file adds up by its binding totals (by all of them if none is binding); None without a total."""
    listed = list(entries)
    deciding = [entry for entry in listed if entry.binding] or listed
    return all(entry.agrees for entry in deciding) if deciding else None


def beside(total: FileTotal, sums: MetricSums, rows: int) -> Iterator[Reconciliation]:
    """Each figure of the total beside what its so many rows come to."""
    found = {**asdict(sums), ROWS: rows}
    for metric, figure in total.figures.items():
        ours = found[metric]
        agrees = abs((ours or 0) - figure) <= _tolerance(metric, rows)
        yield Reconciliation(
            total=total.label, metric=metric, file=figure, rows=ours, agrees=agrees, binding=total.binding
        )


def _scope_size(rows: AdMetricRows, total: FileTotal) -> int:
    return len(rows) if total.scope is None else int(total.scope.sum())


def _tolerance(metric: str, rows: int) -> int:
    return 0 if metric in _COUNTS else _TOLERANCE_PER_ROW * rows
