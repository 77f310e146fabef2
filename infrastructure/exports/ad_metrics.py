"""Ad metrics, and spend from a sheet of one's own: rows of a table as facts."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from domain.imports.duplicates import settle
from domain.imports.hints import Hints
from domain.imports.record import Kind, Message
from domain.imports.rows import AdMetricRows, Coverage
from domain.shared.columns import Texts, texts
from domain.shared.periods import Period
from infrastructure.exports.cells import Cells, cells_at
from infrastructure.exports.classification import Classified
from infrastructure.exports.coded import first_told, same
from infrastructure.exports.coverage import Group, coverage, spanned, stated_coverage
from infrastructure.exports.currencies import currencies
from infrastructure.exports.dates import UNTOLD_DATES, DateNotation
from infrastructure.exports.extract import Extract, good_rows, named, reject_conflicts
from infrastructure.exports.grain import is_daily, period_messages, periods
from infrastructure.exports.hours import hours
from infrastructure.exports.keys import day_texts, keys
from infrastructure.exports.layout import Layout
from infrastructure.exports.overlaps import mixed_periods
from infrastructure.exports.preamble import remarks, require_clear_period, stated_period, stated_rows
from infrastructure.exports.recognition import Recognised
from infrastructure.exports.rejections import Rejections
from infrastructure.exports.rules import GRAINS
from infrastructure.exports.table import Table
from infrastructure.exports.totals import file_totals
from infrastructure.exports.words import fold, platform_id, words

_LEVELS = ("keyword", "ad", "adset", "campaign")
"""Fields that name what a row is about, finest first; each is also the name of the level."""
_OPTIONAL = ("campaign_id", "adset_id", "ad_id", "currency")
"""Fields that name a row in the files that have them, in the order of `shape`."""


def read_ad_metrics(table: Table, classified: Classified, rejections: Rejections, hints: Hints) -> Extract:
    """The rows of `classified.data` with distinct keys; coverage, totals and period as PRODUCT.md defines them."""
    layout, cells = table.recognised.layout, cells_at(table, classified.data, rejections)
    stated = _stated(table.recognised, cells)
    rows = _rows(cells, layout, hints.account, stated)
    good = ~rejections.among(cells.line)
    settled = settle(good_rows(rows, good))
    what = "campaign and period" if layout.kind is Kind.AD_METRICS else "period"
    repeated = reject_conflicts(settled, rejections, what)
    group = (layout.platform, hints.account, cells.first_of(_LEVELS) or "account")
    facts, kept = settled.rows, np.flatnonzero(good)[settled.kept]
    return Extract(
        facts=facts,
        rows=len(facts),
        period=spanned(facts.start, facts.end, stated),
        currencies=named(facts.currency, [cells.header.currency]),
        coverage=_coverage(facts, cells, group, stated),
        totals=stated_rows(table.recognised.said) + file_totals(table, classified.totals, cells.take(kept)),
        messages=repeated + _remarks(table.recognised, cells, facts, stated),
    )


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
    periods = period_messages(cells, stated) + _periods_missing(facts) + mixed_periods(facts)
    return remarks(recognised.said) + periods


def _coverage(facts: AdMetricRows, cells: Cells, table: Group, stated: Period | None) -> tuple[Coverage, ...]:
    """A file without any row says that nothing happened in the period that it states."""
    if not len(cells) and stated:
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
        key=keys(*_key_parts(names), day_texts(start), day_texts(end)),
        shape=same(_shape(names, [*cells.header.segments, *(["hour"] if hour.any() else [])]), len(cells)),
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


def _levels(cells: Cells, names: dict[str, Texts]) -> Texts:
    """One level for the whole file: a row without a campaign in a file that names campaigns is spend beside theirs, and
    not a total of them."""
    used = (level for level in _LEVELS if any((names[f] != "").any() for f in (level, f"{level}_id") if f in names))
    return same(next(used, "account"), len(cells))


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
    columns += [[f"hour={one}" for one in hour]] if hour.any() else []
    return texts("; ".join(parts) for parts in zip(*columns, strict=True)) if columns else same("", len(cells))


def _shape(names: dict[str, Texts], segments: Iterable[str]) -> str:
    """`campaign_id currency device`, of the whole file: rows of one file never tell of the same spend twice."""
    used = [field for field in _OPTIONAL if (names[field] != "").any()]
    return " ".join([*used, *(name.replace(" ", "_") for name in segments)])


def _periods_missing(facts: AdMetricRows) -> tuple[Message, ...]:
    if not np.isnat(facts.start).any():
        return ()
    said = "the file tells no days: its figures belong to no month; export with days, or for a stated period"
    return (Message(code="no_period", message=said),)
