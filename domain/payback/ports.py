"""What payback needs to know of the facts that imports keep."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager

from domain.payback.facts import CoveredDays, LeadFacts, OrderFacts, Origin, Rate, SpendFacts
from domain.payback.sources import SourceAliases
from domain.shared.errors import InvalidValue

MOST_ORIGINS = 1_000
"""Keys that `origins` takes at a time."""


class DatabaseMark(ABC):
    """What tells this database, and this state of it, from others."""

    @abstractmethod
    def version(self) -> str:
        """A short printable text; another one after any import, the same one as long as there was none."""

    @abstractmethod
    def id_key(self) -> bytes:
        """The 32 random bytes that the database was made with: its own, the same for ever, and secret."""


class PaybackSnapshot(DatabaseMark):
    """The facts as they stood at one instant: all reads of one block agree with each other."""

    @abstractmethod
    def currencies(self) -> tuple[str, ...]:
        """The distinct currencies named by orders and spend, sorted, without ""."""

    @abstractmethod
    def orders(self) -> OrderFacts:
        """All current orders and refunds, in the order of `key`."""

    @abstractmethod
    def leads(self) -> LeadFacts:
        """All current leads, in the order of `key`."""

    @abstractmethod
    def daily_spend(self, *, currency: str, by_campaign: bool) -> SpendFacts:
        """Rows of single days, ordered by platform, account, level, shape, campaign_id, campaign, day and currency.

        Rows in `currency` and in no named currency ("") are summed per platform, account, level, shape, day and
        currency, and per campaign too if `by_campaign` (else campaign_id and campaign are ""); an unknown spend adds
        nothing, and a sum of unknowns only is MISSING. Rows in other currencies stand line by line, because each is
        converted and rounded by itself; among those with equal keys of the order, the one with the lower spend stands
        first.
        StorageError where a sum is beyond 64 bits.
        """

    @abstractmethod
    def period_spend(self) -> SpendFacts:
        """Rows for whole periods or no period, line by line, ordered by platform, account, level, start (none first),
        end, campaign_id, campaign, currency, file, line, import and key."""

    @abstractmethod
    def coverage(self) -> tuple[CoveredDays, ...]:
        """The distinct covered intervals, ordered by platform, account, level, daily first, start and end."""

    @abstractmethod
    def rates(self) -> tuple[Rate, ...]:
        """The current exchange rates, ordered by currency, into and day."""

    @abstractmethod
    def origins(self, keys: Sequence[str]) -> dict[str, Origin]:
        """Where the current orders with those keys are told, by key; a key that no current order has is left out.
        InvalidValue for more than `MOST_ORIGINS` keys."""


class SourceTable(ABC):
    """The editable table that tells which words of a link mean which source."""

    @abstractmethod
    def aliases(self) -> SourceAliases:
        """The table as it stands; Unusable naming the place if somebody's edit cannot be read."""


class PaybackFacts(ABC):
    """Opens snapshots of the facts."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[PaybackSnapshot]:
        """A consistent read-only view; StorageUnavailable if there is no database to be had within the bounded wait."""


def asked_keys(keys: Sequence[str]) -> list[str]:
    """The keys that `origins` is asked for; InvalidValue if they are too many."""
    if len(keys) > MOST_ORIGINS:
        raise InvalidValue(f"at most {MOST_ORIGINS} keys at a time", code="keys")
    return list(keys)
