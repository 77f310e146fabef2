"""A table that nobody knows, as a proposal of how to read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from domain.imports.hints import Hints
from domain.imports.mapping import FIELDS, SEGMENT, ColumnMapping, ProposedColumn
from domain.imports.reading import Proposal, Reading
from domain.imports.record import Kind, Message
from domain.shared.text import name_key
from infrastructure.exports.delimited.records import refuse_long_lines
from infrastructure.exports.files.decoding import Text
from infrastructure.exports.files.stored import StoredText
from infrastructure.exports.proposing.choosing import Candidate, Chosen, Looked, choose, told_by_a_person
from infrastructure.exports.proposing.finding import FoundTable, find_table
from infrastructure.exports.proposing.kinds import Told, best_kind, lacking
from infrastructure.exports.proposing.segments import segments
from infrastructure.exports.recognition.mapped import fingerprint
from infrastructure.exports.shared.refusal import Refused, quoted
from infrastructure.exports.shared.words import fold, platform_id, platform_names

_ADS = (Kind.AD_METRICS, Kind.SPEND)
_MONEY = ("spend", "conversion_value", "amount", "refunded", "tax", "shipping")
UNDECIDED = ColumnMapping(fingerprint="", kind=Kind.UNRECOGNISED, platform="", columns=())
"""What a person has decided who has decided nothing."""


@dataclass(frozen=True, slots=True)
class _Decided:
    """Kind and columns of a table, as chosen and as told; `open` tells what is still missing or unclear."""

    kind: Kind
    columns: tuple[Candidate, ...]
    open: Message | None


def propose(text: Text | StoredText, hints: Hints, decided: ColumnMapping | None) -> Proposal:
    """How the table in the text may be read, and what that makes of it; what is decided goes before what is saved for
    its header. Refused where there is no table, or what was decided cannot be about it."""
    data = text.data
    refuse_long_lines(data)
    table = find_table(data)
    if table is None:
        raise Refused("no_table", "there is no table in it whose columns are named within the first lines")
    looked, decided = Looked(table), _over_saved(decided or UNDECIDED, table, hints)
    found = _decide(looked, decided, _told(table, decided))
    mapping = replace(
        decided,
        fingerprint=fingerprint(table.names),
        kind=found.kind,
        platform=_platform(decided, table, found),
        columns=tuple((one.field, table.names[one.column]) for one in found.columns),
        currency=decided.currency or _currency(looked, found.columns),
        date_order=hints.date_order or decided.date_order,
        decimal=hints.decimal or decided.decimal,
    )
    read = found.open or _read(text, hints, mapping)
    return Proposal(
        mapping=mapping,
        columns=tuple(_shown(looked, one) for one in found.columns),
        unread=_unread(table, found.columns),
        read=read,
    )


def is_plausible(proposal: Proposal) -> bool:
    """Whether the table holds something that is understood, so that it is worth a person's look."""
    return isinstance(proposal.read, Reading) or proposal.read.code != "missing_columns"


def _over_saved(decided: ColumnMapping, table: FoundTable, hints: Hints) -> ColumnMapping:
    """What is decided now over what was saved for such a header, which reads nothing but what it says."""
    known = fingerprint(table.names)
    saved = next((mapping for mapping in hints.mappings if mapping.fingerprint == known), None)
    if saved is None or decided.kind not in {Kind.UNRECOGNISED, saved.kind}:
        return decided
    return replace(
        decided,
        kind=saved.kind,
        platform=decided.platform or saved.platform,
        columns=tuple(_columns_over(decided.columns, saved)),
        currency=decided.currency or saved.currency,
        date_order=decided.date_order or saved.date_order,
        decimal=decided.decimal or saved.decimal,
    )


def _columns_over(now: Sequence[tuple[str, str]], saved: ColumnMapping) -> Iterator[tuple[str, str]]:
    """A column that is named for another field now is no longer what it was."""
    fields, headers = {name for name, _ in now}, {fold(header) for _, header in now if header}
    yield from now
    yield from ((name, header) for name, header in saved.columns if name not in fields and fold(header) not in headers)
    told = fields | {name for name, _ in saved.columns}
    yield from ((name, "") for name in FIELDS[saved.kind] if name not in told)


def _decide(looked: Looked, decided: ColumnMapping, told: Told) -> _Decided:
    kinds = [decided.kind] if decided.kind in FIELDS else list(FIELDS)
    if not any(set(told) <= set(FIELDS[kind]) for kind in kinds):
        raise Refused("no_such_field", f"{' or '.join(kinds)} has no fields {quoted(', '.join(told), 200)}")
    chosen = best_kind(looked, told) if decided.kind is Kind.UNRECOGNISED else choose(decided.kind, looked, told)
    named = [told_by_a_person(looked, name, at) for name, columns in told.items() for at in columns]
    columns = [*chosen.columns.values(), *named]
    if chosen.kind in _ADS and SEGMENT not in told:
        columns += segments(looked, columns)
    ordered = tuple(sorted(columns, key=lambda one: one.column))
    return _Decided(chosen.kind, ordered, _missing(chosen, told) or _unclear(chosen, looked.table))


def _told(table: FoundTable, decided: ColumnMapping) -> dict[str, list[int]]:
    """The columns that were named, by field; none for a field that is not to be read."""
    told: dict[str, list[int]] = {}
    for name, header in decided.columns:
        told.setdefault(name, []).extend([_position(table, header)] if header else [])
    return told


def _position(table: FoundTable, header: str) -> int:
    """Of a header as written, else without regard to case and spaces."""
    folded = list(map(fold, table.names))
    if header in table.names:
        return table.names.index(header)
    if fold(header) in folded:
        return folded.index(fold(header))
    there = ", ".join(name for name in table.names if name)
    raise Refused("no_such_header", f"there is no header {quoted(header)}; there are {quoted(there, 400)}")


def _missing(chosen: Chosen, told: Told) -> Message | None:
    lacks = lacking(chosen, told)
    if not lacks:
        return None
    needed = " and ".join(" or ".join(group) for group in lacks)
    said = f"to be read as {chosen.kind} it needs a column for {needed}; name it with --set {lacks[0][0]}=HEADER"
    return Message(code="missing_columns", message=said)


def _unclear(chosen: Chosen, table: FoundTable) -> Message | None:
    for name, rivals in chosen.rivals.items():
        headers = [quoted(table.names[at]) for at in (chosen.columns[name].column, *rivals)]
        said = f"{name} may be {' or '.join(headers)}; tell which with --set {name}=HEADER"
        return Message(code="ambiguous_columns", message=said)
    return None


def _platform(decided: ColumnMapping, table: FoundTable, found: _Decided) -> str:
    """As told, else the only one that the header or the lines above it name."""
    if decided.platform:
        return platform_id(decided.platform)
    if found.kind is not Kind.AD_METRICS:
        return ""
    named = {platform for text in (*table.names, *table.above) for platform in _named_platforms(text)}
    return named.pop() if len(named) == 1 else ""


def _named_platforms(text: str) -> Iterator[str]:
    """Platforms whose name stands in the text as whole words; short ones mean other things as well."""
    words = f"_{name_key(text)}_"
    yield from (platform for name, platform in platform_names().items() if len(name) > 5 and f"_{name}_" in words)


def _currency(looked: Looked, columns: Iterable[Candidate]) -> str:
    """The one that the headers of its money name beside their words; one in parentheses is read with the header."""
    named = {
        looked.headers[one.column].currency
        for one in columns
        if one.field in _MONEY and "(" not in looked.table.names[one.column]
    }
    return named.pop() if len(named) == 1 else ""


def _shown(looked: Looked, one: Candidate) -> ProposedColumn:
    return ProposedColumn(
        field=one.field,
        header=looked.table.names[one.column],
        evidence=one.evidence,
        samples=looked.profiles[one.column].samples,
    )


def _unread(table: FoundTable, columns: Sequence[Candidate]) -> tuple[str, ...]:
    read = {one.column for one in columns}
    return tuple(name for at, name in enumerate(table.names) if at not in read and name)


def _read(text: Text | StoredText, hints: Hints, mapping: ColumnMapping) -> Reading | Message:
    from infrastructure.exports.pipeline.reading import reading_of

    try:
        return reading_of(text, replace(hints, mappings=(mapping,)))
    except Refused as refused:
        return Message(code=refused.code, message=refused.reason)
