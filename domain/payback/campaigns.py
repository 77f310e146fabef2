"""A link's campaign, matched to the platform's own by name or id; what does not match is kept as unmatched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.payback.spend import SpendLine
from domain.shared.columns import Texts, texts
from domain.shared.text import clean

UNMATCHED = "unmatched"


class Campaigns:
    """The campaigns that the counted spend names, per source. A campaign with an id goes by its latest name."""

    def __init__(self, lines: Sequence[SpendLine]) -> None:
        self._names: dict[tuple[str, str], str] = {}
        self._words: dict[tuple[str, str], str] = {}
        for line in sorted(lines, key=_when):
            if line.campaign_id:
                self._names[line.source, line.campaign_id] = line.campaign or line.campaign_id
        for line in lines:
            self._learn(line)

    def of_line(self, line: SpendLine) -> str:
        """The campaign that a line of spend belongs to; `unmatched` where it names none."""
        name = self._names.get((line.source, line.campaign_id)) or line.campaign
        return f"{name} (campaign)" if name == UNMATCHED else name or UNMATCHED

    def match(self, source: str, named: str) -> str:
        """The campaign of `source` whose name (case and outer spaces aside) or id a link gives; else `unmatched`."""
        return self._words.get((source, _key(named)), UNMATCHED)

    def match_all(self, sources: Texts, named: Texts) -> Texts:
        """`match` for each customer, shape (customers,)."""
        return texts(self.match(source, name) for source, name in zip(sources, named, strict=True))

    def _learn(self, line: SpendLine) -> None:
        for word in (line.campaign, line.campaign_id):
            if word:
                self._words[line.source, _key(word)] = self.of_line(line)


def _when(line: SpendLine) -> date:
    return line.period.start if line.period else date.min


def _key(name: str) -> str:
    return clean(name).casefold()
