"""Frames on their way into the ledger: written as a table, and imported as a file is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from application.imports.imports import ImportHandler, ImportOptions
from application.imports.outcome import Outcome
from domain.campaigns.frames import FrameFigures, FrameImport, FrameRequest, RejectedRow
from domain.campaigns.ports import CampaignImports
from domain.imports.accounts import AccountNames
from domain.imports.ports import ExportReader, ImportStore
from domain.imports.reading import Unreadable
from domain.imports.record import ImportRecord, MetricSums, Reject, Status, Written
from domain.imports.source_file import SourceFile
from domain.shared.clock import Clock
from domain.shared.errors import Unusable
from domain.shared.text import name_key
from infrastructure.frames.rows import RowReader

if TYPE_CHECKING:
    from infrastructure.frames.columns import FrameColumn

NAME = "DataFrame"
"""What the ledger calls such a file."""
PLATFORM = "platform"
_PLATFORM_NAMES = frozenset({"platform", "ad_platform", "source", "channel"})
_UNKNOWN = (Status.UNRECOGNISED, Status.PROPOSED)


@dataclass(frozen=True)
class FrameImports(CampaignImports):
    """Imports frames by the layouts and mappings that files are read by."""

    reader: ExportReader
    store: ImportStore
    clock: Clock

    def import_frame(self, frame: object, request: FrameRequest) -> FrameImport:
        from infrastructure.frames.columns import columns_of

        columns = columns_of(frame)
        outcome = self._imported(_of_platform(columns, request.platform), request)
        if outcome.status in _UNKNOWN and not request.platform and not _names_platform(columns):
            again = self._imported([*columns, _constant(columns, "")], request)
            outcome = outcome if again.status in _UNKNOWN else again
        return _told(outcome)

    def _imported(self, columns: Sequence[FrameColumn], request: FrameRequest) -> Outcome:
        from infrastructure.frames.writing import write_table

        handler = ImportHandler(RowReader(self.reader), self.store, self.clock)
        with TemporaryDirectory(prefix="succotash-frame-") as folder:
            path = Path(folder) / "frame.csv"
            try:
                write_table(columns, path)
            except OSError as error:
                raise Unusable(f"the frame cannot be written to be read: {error.strerror}", code="frame") from error
            return handler.import_file(SourceFile(name=NAME, path=path), _options(request))


def _options(request: FrameRequest) -> ImportOptions:
    accounts = AccountNames((("*", request.account),)) if request.account else AccountNames()
    return ImportOptions(accounts=accounts, currency=request.currency, keep_currency=True, strict=request.strict)


def _names_platform(columns: Sequence[FrameColumn]) -> bool:
    return any(name_key(column.name) in _PLATFORM_NAMES for column in columns)


def _of_platform(columns: list[FrameColumn], platform: str) -> list[FrameColumn]:
    """With the platform of the rows that name none."""
    if not platform:
        return columns
    if not _names_platform(columns):
        return [*columns, _constant(columns, platform)]
    at = next(at for at, column in enumerate(columns) if name_key(column.name) in _PLATFORM_NAMES)
    named = columns[at].cells
    filled = named.set(named.str.strip_chars() == "", platform)
    return [*columns[:at], columns[at]._replace(cells=filled), *columns[at + 1 :]]


def _constant(columns: Sequence[FrameColumn], text: str) -> FrameColumn:
    import polars as pl

    from infrastructure.frames.columns import FrameColumn

    rows = len(columns[0].cells) if columns else 0
    return FrameColumn(PLATFORM, pl.Series([text], dtype=pl.String).new_from_index(0, rows))


def _told(outcome: Outcome) -> FrameImport:
    if isinstance(outcome.found, Unreadable):
        return FrameImport(success=False, status=Status.UNRECOGNISED.value, message=outcome.found.reason.message)
    return _of_record(outcome, outcome.found)


def _of_record(outcome: Outcome, record: ImportRecord) -> FrameImport:
    """Of a frame that was known already, nothing was done this time."""
    kept = outcome.status is not Status.REJECTED
    written = Written(unchanged=record.rows) if outcome.status is Status.UNCHANGED else record.written
    written = written if kept else Written()
    return FrameImport(
        success=kept,
        status=outcome.status.value,
        inserted=written.inserted,
        updated=written.updated,
        unchanged=written.unchanged,
        rejected=record.rejected_rows,
        import_id=record.id if kept else None,
        message=_message(record, kept=kept),
        rejects=tuple(map(_reject, record.findings.rejects)),
        currency=record.currency or record.assumed_currency or None,
        period=record.period,
        figures=None if record.findings.told_sums is None else _figures(record.findings.told_sums),
    )


def _reject(reject: Reject) -> RejectedRow:
    return RejectedRow(row=reject.line, reason=reject.reason, raw=reject.raw)


def _figures(sums: MetricSums) -> FrameFigures:
    return FrameFigures(
        spend=sums.spend,
        impressions=sums.impressions,
        clicks=sums.clicks,
        conversions=sums.conversions,
        conversion_value=sums.conversion_value,
    )


def _message(record: ImportRecord, *, kept: bool) -> str:
    """What is to be known, in one line; first of all why nothing is stored."""
    said = [message.message for message in record.findings.messages]
    if record.total_rows:
        said.insert(0, f"rows taken for totals and left out: {record.total_rows:,}")
    first = next(iter(record.findings.rejects), None)
    if first and not kept:
        said.insert(0, f"nothing is stored: row {first.line}: {first.reason}")
    return "; ".join(said)
