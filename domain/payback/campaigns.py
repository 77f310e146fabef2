"""A link's campaign, matched to the platform's own by name or id; what does not match is kept as unmatched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from domain.payback.spend import SpendLine
from domain.payback.spend_rows import SpendRows, rows_of
from domain.shared.columns import Days, Ints, Texts, texts
from domain.shared.text import clean

UNMATCHED = "unmatched"


class Campaigns:
    """The campaigns that the counted spend names, per source. A campaign with an id goes by its latest name.

    `of_row` has the campaign for each of the rows' `campaigns`; `unmatched` where it names none.
    """

    def __init__(self, lines: Iterable[SpendLine], rows: SpendRows) -> None:
        told = _in_the_files_order(lines)
        named, size = rows.named[told], len(rows.campaigns)
        by_day = np.lexsort((np.arange(len(told)), _days(rows.day[told])))
        latest = _last_places(named[by_day], size)
        self._names: dict[tuple[str, str], str] = {}
        for source, campaign_id, campaign in (rows.campaigns[at] for at in latest):
            if campaign_id:
                self._names[source, campaign_id] = campaign or campaign_id
        self.of_row = [self._campaign(*campaign) for campaign in rows.campaigns]
        self._words: dict[tuple[str, str], str] = {}
        for at in _last_places(named, size):
            source, *words = rows.campaigns[at]
            self._words |= {(source, _key(word)): self.of_row[at] for word in words if word}

    def match(self, source: str, named: str) -> str:
        """The campaign of `source` whose name (case and outer spaces aside) or id a link gives; else `unmatched`."""
        return self._words.get((source, _key(named)), UNMATCHED)

    def match_all(self, sources: Texts, named: Texts) -> Texts:
        """`match` for each customer, shape (customers,)."""
        pairs = list(zip(sources.tolist(), named.tolist(), strict=True))
        matched = {pair: self.match(*pair) for pair in set(pairs)}
        return texts(map(matched.__getitem__, pairs))

    def _campaign(self, source: str, campaign_id: str, campaign: str) -> str:
        name = self._names.get((source, campaign_id)) or campaign
        return f"{name} (campaign)" if name == UNMATCHED else name or UNMATCHED


def _in_the_files_order(lines: Iterable[SpendLine]) -> Ints:
    """The rows behind the lines; daily ones of one level of one source of data in the order of the facts, whatever
    their day."""
    return np.concatenate([np.zeros(0, np.int64), *(np.sort(rows_of(section)) for section in _sections(lines))])


def _sections(lines: Iterable[SpendLine]) -> Iterator[list[SpendLine]]:
    section: list[SpendLine] = []
    for line in lines:
        if section and not _goes_on(section[-1], line):
            yield section
            section = []
        section.append(line)
    yield section


def _goes_on(before: SpendLine, line: SpendLine) -> bool:
    alike = (before.data_source, before.level) == (line.data_source, line.level)
    return alike and before.is_daily and line.is_daily and bool(before.rows[0] < line.rows[0])


def _days(days: Days) -> Ints:
    """As whole numbers, -1 for a row that tells no day: before all others."""
    return np.where(np.isnat(days), -1, days.astype(np.int64))


def _last_places(numbers: Ints, size: int) -> list[int]:
    """The numbers below `size` that occur, in the order in which each occurs last."""
    last = np.full(size, -1, np.int64)
    last[numbers] = np.arange(len(numbers))  # of equal numbers, the one written last stays
    order = np.argsort(last, kind="stable")
    return [int(at) for at in order if last[at] >= 0]


def _key(name: str) -> str:
    return clean(name).casefold()
