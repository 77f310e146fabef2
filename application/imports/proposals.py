"""How a file of an unknown layout may be read, as the command line and the API show it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NotRequired, TypedDict, cast

from application.imports.entry import entry_of
from application.imports.sums import ActivitySumsView, LeadSumsView, OrderSumsView, SumsView
from application.imports.views import (
    ImportView,
    MessageView,
    PeriodView,
    ReconciliationView,
    RejectView,
    import_view,
    message_view,
    unreadable_view,
)
from domain.imports.mapping import SEGMENT, ColumnMapping, ProposedColumn, missing
from domain.imports.reading import Proposal, Unreadable
from domain.imports.record import Message, Status
from domain.shared.text import clean

MOST_SHOWN_REJECTS = 20
"""All of them are counted."""


class ProposedColumnView(TypedDict):
    """`field` is read from the column `header`, for the reason `evidence`; `samples` are a few of its cells."""

    field: str
    header: str
    evidence: str
    samples: list[str]


class ProposalView(TypedDict):
    """A mapping and what it makes of the file: its rows, sums and reconciliation, or the `message` why it makes
    nothing. `missing` are groups of fields of which one is needed. `saved` tells whether files with this header are
    read so from now on."""

    file: str
    fingerprint: str
    kind: str
    platform: str
    date_order: str | None
    decimal: str | None
    columns: list[ProposedColumnView]
    unread: list[str]
    missing: list[list[str]]
    rows: int
    total_rows: int
    rejected_rows: int
    currency: str | None
    currency_assumed: bool
    period: PeriodView
    sums: NotRequired[SumsView]
    orders: NotRequired[OrderSumsView]
    leads: NotRequired[LeadSumsView]
    activity: NotRequired[ActivitySumsView]
    reconciliation: list[ReconciliationView]
    reconciles: bool | None
    messages: list[MessageView]
    rejects: list[RejectView]
    message: MessageView | None
    saved: bool


class FileView(ImportView):
    """One file of an import; one that was not recognised, with how it may be read after all."""

    proposal: NotRequired[ProposalView]


class MappingView(TypedDict):
    """A saved mapping. `columns` are the headers by field; several divide rows as `segment`."""

    fingerprint: str
    kind: str
    platform: str
    columns: dict[str, str]
    segments: list[str]
    date_order: str | None
    decimal: str | None
    currency: str | None
    file: str
    saved_at: str | None


def proposal_view(file: str, proposal: Proposal, currency: str | None, *, saved: bool = False) -> ProposalView:
    """The proposal as shown; `currency` is what a file that names none is read as."""
    mapping, read = proposal.mapping, _read(file, proposal, currency)
    unclear = message_view(proposal.read) if isinstance(proposal.read, Message) else None
    view = ProposalView(
        file=file,
        fingerprint=mapping.fingerprint,
        kind=mapping.kind.value,
        platform=mapping.platform,
        date_order=mapping.date_order,
        decimal=mapping.decimal,
        columns=[_column(column) for column in proposal.columns],
        unread=[clean(header) for header in proposal.unread],
        missing=[list(group) for group in missing(mapping.kind, dict(mapping.columns))],
        rows=read["rows"],
        total_rows=read["total_rows"],
        rejected_rows=read["rejected_rows"],
        currency=read["currency"],
        currency_assumed=read["currency_assumed"],
        period=read["period"],
        reconciliation=read["reconciliation"],
        reconciles=read["reconciles"],
        messages=read["messages"] if unclear is None else [],
        rejects=read["rejects"][:MOST_SHOWN_REJECTS],
        message=unclear,
        saved=saved,
    )
    return _with_sums(view, read)


def mapping_view(mapping: ColumnMapping) -> MappingView:
    """A saved mapping as shown."""
    return MappingView(
        fingerprint=mapping.fingerprint,
        kind=mapping.kind.value,
        platform=mapping.platform,
        columns={field: clean(header) for field, header in mapping.columns if field != SEGMENT},
        segments=[clean(header) for field, header in mapping.columns if field == SEGMENT],
        date_order=mapping.date_order,
        decimal=mapping.decimal,
        currency=mapping.currency or None,
        file=mapping.file,
        saved_at=None if mapping.saved_at is None else mapping.saved_at.isoformat(),
    )


def file_view(view: ImportView) -> FileView:
    """A file that needs no proposal."""
    return cast("FileView", view)


def not_understood(file: str, unreadable: Unreadable, proposal: ProposalView | None) -> FileView:
    """A file that was not understood, with how it may be."""
    view = file_view(unreadable_view(file, unreadable))
    if proposal is not None:
        view["status"], view["proposal"] = Status.PROPOSED.value, proposal
    return view


def mapping_views(mappings: Iterable[ColumnMapping]) -> list[MappingView]:
    return [mapping_view(mapping) for mapping in mappings]


def _read(file: str, proposal: Proposal, currency: str | None) -> ImportView:
    """What the mapping makes of the file, as an import of it would be shown."""
    if isinstance(proposal.read, Message):
        return unreadable_view(file, Unreadable(reason=proposal.read))
    record = entry_of(file, "", proposal.read, "", _NEVER)
    return import_view(record, Status.PROPOSED, currency)


_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a proposal is imported: it is not."""


def _column(column: ProposedColumn) -> ProposedColumnView:
    return ProposedColumnView(
        field=column.field,
        header=clean(column.header),
        evidence=clean(column.evidence),
        samples=[clean(sample) for sample in column.samples],
    )


def _with_sums(view: ProposalView, read: ImportView) -> ProposalView:
    if "sums" in read:
        view["sums"] = read["sums"]
    if "orders" in read:
        view["orders"] = read["orders"]
    if "leads" in read:
        view["leads"] = read["leads"]
    if "activity" in read:
        view["activity"] = read["activity"]
    return view
