"""Ad metrics, and spend from a sheet of one's own: rows of a table as facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from domain.imports.duplicates import settle
from domain.imports.hints import Hints
from domain.imports.record import Kind, Message
from domain.imports.rows import AdMetricRows, Coverage
from domain.shared.columns import Days, Flags, Texts, texts
from domain.shared.periods import Period
from infrastructure.exports.columns.cells import Cells, cells_at
from infrastructure.exports.columns.currencies import currencies
from infrastructure.exports.facts.coverage import Group, coverage, spanned, stated_coverage
from infrastructure.exports.facts.extract import Extract, good_rows, named, reject_conflicts
from infrastructure.exports.facts.keys import day_texts, keys
from infrastructure.exports.facts.totals import Counted, Scope, file_totals, scope_of, scoped_sums
from infrastructure.exports.kinds.grain import is_daily, period_messages, periods
from infrastructure.exports.kinds.hours import hours
from infrastructure.exports.kinds.overlaps import mixed_periods
from infrastructure.exports.layouts.layout import Layout
from infrastructure.exports.layouts.rules import GRAINS
from infrastructure.exports.recognition.preamble import remarks, require_clear_period, stated_period, stated_rows
from infrastructure.exports.recognition.recognition import Recognised
from infrastructure.exports.shared.coded import first_told, same
from infrastructure.exports.shared.rejections import Rejections
from infrastructure.exports.shared.words import fold, platform_id, words
from infrastructure.exports.tables.classification import Classified
from infrastructure.exports.tables.table import Table
from infrastructure.exports.values.dates import UNTOLD_DATES, DateNotation

if TYPE_CHECKING:
    import polars as pl

_LEVELS = ("keyword", "ad", "adset", "campaign")
"""Fields that name what a row is about, finest first; each is also the name of the level."""
_OPTIONAL = ("campaign_id", "adset_id", "ad_id", "currency")
"""Fields that name a row in the files that have them, in the order of `shape`."""


Once: TypeAlias = Callable[[AdMetricRows, Rejections, str], tuple[AdMetricRows, Flags, tuple[Message, ...]]]
"""Of these facts each one once, which of them these are, and what to tell of the others. A fact that says otherwise
than an earlier one of its key is rejected; the text is what such two are of."""


def _once(rows: AdMetricRows, rejections: Rejections, what: str) -> tuple[AdMetricRows, Flags, tuple[Message, ...]]:
    settled = settle(rows)
    return settled.rows, settled.kept, reject_conflicts(settled, rejections, what)


def read_ad_metrics(
    table: Table, classified: Classified, rejections: Rejections, hints: Hints, once: Once = _once
) -> Extract:
    """The rows of `classified.data` with distinct keys; coverage, totals and period as PRODUCT.md defines them."""
    layout, cells = table.recognised.layout, cells_at(table, classified.data, rejections)
    stated = _stated(table.recognised, cells)
    rows = _rows(cells, layout, hints.account, stated)
    good = ~rejections.among(cells.line)
    what = "campaign and period" if layout.kind is Kind.AD_METRICS else "period"
    facts, distinct, repeated = once(good_rows(rows, good), rejections, what)
    group = (layout.platform, hints.account, cells.first_of(_LEVELS) or "account")
    kept = cells.take(np.flatnonzero(good)[distinct])
    return Extract(
        facts=facts,
        rows=len(facts),
        period=spanned(facts.start, facts.end, stated),
        currencies=named(facts.currency, [cells.header.currency]),
        coverage=_coverage(facts, cells, group, stated),
        totals=stated_rows(table.recognised.said) + file_totals(table, classified.totals, kept),
        scoped=_scoped(table, classified, facts, kept),
        messages=repeated + _remarks(table.recognised, cells, facts, stated),
    )


def _scoped(table: Table, classified: Classified, facts: AdMetricRows, kept: Cells) -> dict[Scope, Counted]:
    """By the scopes of all totals, of which most stand at the end of the last part."""
    if not table.polls.is_part:
        return {}
    scopes = frozenset(scope_of(total, kept) for total in classified.totals)
    return scoped_sums(table.polls.ask("scopes of totals", scopes), facts, kept)


def _stated(recognised: Recognised, cells: Cells) -> Period | None:
    """The period that the lines above the table tell; Refused if they alone tell one and it could be two."""
    preamble, said = recognised.preamble, recognised.said
    found = stated_period(preamble, said, UNTOLD_DATES)
    if found is None and any(letter.isdigit() for line in preamble for letter in line):
        found = stated_period(preamble, said, DateNotation(order=cells.notation.date_order))
    if found is None and not cells.first_of((*GRAINS, "start")):
        require_clear_period(said)
    return found


def _remarks(recognised: Recognised, cells: Cells, facts: AdMetricRows, stated: Period | None) -> tuple[Message, ...]:
    """What the person who imports must know beside the figures."""
    missing = cells.polls.ask("no period", bool(np.isnat(facts.start).any()))
    periods = period_messages(cells, stated) + _periods_missing(missing) + mixed_periods(facts, cells.polls)
    return remarks(recognised.said) + periods


def _coverage(facts: AdMetricRows, cells: Cells, table: Group, stated: Period | None) -> tuple[Coverage, ...]:
    """A file without any row says that nothing happened in the period that it states."""
    if stated and not cells.polls.ask("any rows", len(cells) > 0):
        return (stated_coverage(table, stated, daily=is_daily(cells) or stated.length == 1),)
    return coverage(facts, stated if is_daily(cells) else None)


def _rows(cells: Cells, layout: Layout, account: str, stated: Period | None) -> AdMetricRows:
    start, end = periods(cells, stated)
    spend, value = cells.money("spend"), cells.money("conversion_value")
    names = {field: cells.identifier(field) for field in (*_LEVELS, "campaign_id", "adset_id", "ad_id", "account")}
    names["account"][names["account"] == ""] = account
    names["level"] = _levels(cells, names)
    names["platform"] = _platforms(cells, layout)
    hour = hours(cells)
    names["segment"] = _segments(cells, hour)
    names["currency"] = currencies(cells)
    return AdMetricRows(
        line=cells.line,
        key=keys(*_key_parts(names), *_day_parts(start, end)),
        shape=same(_shape(cells, names, hour), len(cells)),
        start=start,
        end=end,
        spend=spend,
        impressions=cells.counts("impressions"),
        clicks=cells.counts("clicks"),
        conversions=cells.money("conversions"),
        conversion_value=value,
        **{
            field: names[field]
            for field in (*_LEVELS, "campaign_id", "account", "level", "platform", "segment", "currency")
        },
    )


def _key_parts(names: dict[str, Texts]) -> list[Texts]:
    """An id names better than a name, which people change."""
    by_id = [first_told(names[f"{field}_id"], names[field]) for field in ("campaign", "adset", "ad")]
    before = [names[field] for field in ("platform", "account", "currency", "level")]
    return [*before, *by_id, names["keyword"], names["segment"]]


def _day_parts(start: Days, end: Days) -> tuple[pl.Series, pl.Series]:
    first = day_texts(start)
    return first, first if np.array_equal(start, end) else day_texts(end)


def _levels(cells: Cells, names: dict[str, Texts]) -> Texts:
    """One level for the whole file: a row without a campaign in a file that names campaigns is spend beside theirs, and
    not a total of them."""
    used = (
        level for level in _LEVELS if any(_names_any(cells, names, f) for f in (level, f"{level}_id") if f in names)
    )
    return same(next(used, "account"), len(cells))


def _names_any(cells: Cells, names: dict[str, Texts], field: str) -> bool:
    """Whether any row of the file says something in that field."""
    return cells.polls.ask(("named", field), bool((names[field] != "").any()))


def _tell_hours(cells: Cells, hour: Texts) -> bool:
    return cells.polls.ask("hours", bool((hour != "").any()))


def _platforms(cells: Cells, layout: Layout) -> Texts:
    if layout.kind is not Kind.SPEND:
        return same(layout.platform, len(cells))
    cells.reject_longer("named_platform")
    return cells.as_written("named_platform").each(_platform).texts()


def _platform(cell: str) -> str:
    return "" if fold(cell) in words().no_names else platform_id(cell)


def _segments(cells: Cells, hour: Texts) -> Texts:
    """`device=Mobile; age=25-34`, "" where nothing divides a row further."""
    columns = [[f"{name}={value}" for value in cells.segment(name)] for name in cells.header.segments]
    columns += [[f"hour={one}" for one in hour]] if _tell_hours(cells, hour) else []
    return texts("; ".join(parts) for parts in zip(*columns, strict=True)) if columns else same("", len(cells))


def _shape(cells: Cells, names: dict[str, Texts], hour: Texts) -> str:
    """`campaign_id currency device`, of the whole file: rows of one file never tell of the same spend twice."""
    used = [field for field in _OPTIONAL if _names_any(cells, names, field)]
    segments = [*cells.header.segments, *(["hour"] if _tell_hours(cells, hour) else [])]
    return " ".join([*used, *(name.replace(" ", "_") for name in segments)])


def _periods_missing(missing: bool) -> tuple[Message, ...]:
    if not missing:
        return ()
    said = "the file tells no days: its figures belong to no month; export with days, or for a stated period"
    return (Message(code="no_period", message=said),)
