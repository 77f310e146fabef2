"""Between the values of the domain and what the drivers take and give.

PostgreSQL's drivers give dates, datetimes and JSON as objects, SQLite's gives text: what decodes here takes either.
What is sent is text that both databases understand.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import numpy as np

from domain.imports.record import Findings, ImportRecord, Kind, Written
from domain.imports.rows import FactRows
from domain.shared.columns import MISSING, Days, Instants, Ints, Texts
from domain.shared.errors import CorruptRow, DomainError
from domain.shared.periods import Period
from infrastructure.sql.session import Column, Row

LARGEST_ID = 2**63 - 1


def texts(cells: Sequence[str]) -> Texts:
    return np.array(cells, dtype=np.object_)


def few_texts(cells: Sequence[str]) -> Texts:
    """For columns of few distinct values: equal texts of a million rows are one object, not a million."""
    return np.array([*map(sys.intern, cells)], dtype=np.object_)


def ints(cells: Sequence[int | None]) -> Ints:
    column = np.array(cells, dtype=np.object_)
    column[column == np.array(None)] = MISSING
    return column.astype(np.int64)


def days(cells: Sequence[str | None]) -> Days:
    """Of ISO texts, which numpy reads ten times as fast as date objects."""
    return _times(cells, "datetime64[D]")


def instants(cells: Sequence[str | None]) -> Instants:
    """Of ISO texts of UTC without a zone."""
    return _times(cells, "datetime64[us]")


def local_times(cells: Sequence[str | None]) -> Instants:
    return _times(cells, "datetime64[s]")


def columns_of(rows: FactRows) -> list[Column]:
    """The columns in the order of the staging tables: line and key, then the others as the domain has them."""
    return [getattr(rows, field.name) for field in fields(rows)]


def _times(cells: Sequence[str | None], precision: str) -> Instants:
    if cells.count(None) == len(cells):  # most exports have only the one kind of time
        return np.full(len(cells), np.datetime64("NaT"), dtype=precision)
    return np.array(cells, dtype=precision)


def as_day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def instant_text(instant: datetime) -> str:
    """Canonical: UTC, microseconds, one length, so that it sorts as text."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parameters_of(record: ImportRecord) -> dict[str, object]:
    """The entry as parameters, without its id."""
    period, plain = record.period, ("file", "content_hash", "account", "assumed_currency", "platform", "encoding")
    return {
        **{name: getattr(record, name) for name in (*plain, "rows", "total_rows", "rejected_rows", "currency")},
        **counts_of(record.written),
        "kind": record.kind.value,
        "period_start": period and period.start.isoformat(),
        "period_end": period and period.end.isoformat(),
        "findings": json_codec(Findings).dump_json(record.findings).decode(),
        "imported_at": instant_text(record.imported_at),
    }


def counts_of(written: Written) -> dict[str, object]:
    return {field.name: getattr(written, field.name) for field in fields(written)}


def record_of(row: Row) -> ImportRecord:
    """The entry that a row of the ledger holds; CorruptRow if it holds none."""
    names = ("id", "file", "content_hash", "account", "assumed_currency", "platform", "encoding", "currency")
    try:
        return ImportRecord(
            **{name: row[name] for name in (*names, "rows", "total_rows", "rejected_rows")},
            kind=Kind(row["kind"]),
            period=_period(row["period_start"], row["period_end"]),
            written=Written(**{field.name: row[field.name] for field in fields(Written)}),
            findings=_as_findings(row["findings"]),
            imported_at=as_instant(row["imported_at"]),
            undone_at=row["undone_at"] and as_instant(row["undone_at"]),
        )
    except (ValueError, TypeError, DomainError) as error:
        raise CorruptRow(f"import {row['id']} is stored in a form that cannot be read") from error


def as_instant(value: datetime | str) -> datetime:
    return (value if isinstance(value, datetime) else datetime.fromisoformat(value)).astimezone(UTC)


def _period(start: date | str | None, end: date | str | None) -> Period | None:
    return None if start is None or end is None else Period(as_day(start), as_day(end))


def _as_findings(value: Any) -> Findings:
    adapter = json_codec(Findings)
    found: Findings = adapter.validate_json(value) if isinstance(value, str) else adapter.validate_python(value)
    return found


@cache
def json_codec(kind: type[Any]) -> Any:
    """Between a value of the domain and JSON. Made when first needed: pydantic is slow to import."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
