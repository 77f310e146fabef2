"""The last statements, shared by the handlers that answer from them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from domain.payback.facts import Origin
from domain.payback.ports import PaybackFacts, PaybackSnapshot, SourceTable
from domain.payback.question import By, PaybackQuestion, currency_needed, sole_currency
from domain.payback.sources import SourceAliases
from domain.payback.statement import PaybackStatement
from domain.payback.statements import PaybackFactSet, payback_statement
from domain.shared.errors import Busy

MOST_STATEMENTS = 8
MOST_CUSTOMERS = 500_000
"""In all statements that are kept: what they hold grows with it. The newest one stays, however large."""

PATIENCE = 60.0
"""Seconds to wait for the statement that is being worked out; a million orders take a few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A statement and the version of all that it was worked out from."""

    version: str
    statement: PaybackStatement


class Statements:
    """Thread-safe. One statement is worked out at a time, since each needs all the facts in memory; the last ones are
    kept for as long as neither the facts nor the alias table change. The version is read in the snapshot in which the
    facts are, so what is kept is never told under another version than its own.
    """

    def __init__(self, facts: PaybackFacts, sources: SourceTable, *, patience: float = PATIENCE) -> None:
        self.facts, self.sources = facts, sources
        self._patience = patience
        self._kept = _Kept()
        self._working = Lock()

    def of(self, question: PaybackQuestion) -> PaybackStatement:
        """The answer as the facts stand; Busy if others are being worked out beyond the bounded wait, InvalidValue
        where the facts do not tell the currency."""
        return self.answered(question).statement

    def answered(self, question: PaybackQuestion) -> Answered:
        """The same with its version."""
        aliases = self.sources.aliases()
        with self.facts.snapshot() as snapshot:
            version = _version(snapshot, aliases)
        return self._kept.find(question, version) or self._worked_out(question)

    def version(self) -> str:
        """Another text after any change of the facts or of the alias table."""
        aliases = self.sources.aliases()
        with self.facts.snapshot() as snapshot:
            return _version(snapshot, aliases)

    def currency(self, question: PaybackQuestion) -> str | None:
        """The currency that the statement would be in; None where the facts do not tell."""
        if question.currency is not None:
            return question.currency
        with self.facts.snapshot() as snapshot:
            return sole_currency(None, snapshot.currencies())

    def origins(self, answered: Answered, keys: Sequence[str]) -> dict[str, Origin] | None:
        """Where the orders of a statement are told; None if the facts have changed since."""
        aliases = self.sources.aliases()
        with self.facts.snapshot() as snapshot:
            return snapshot.origins(keys) if _version(snapshot, aliases) == answered.version else None

    def _worked_out(self, question: PaybackQuestion) -> Answered:
        """No connection is held while waiting for one's turn, nor while working out."""
        with self._turn():
            aliases = self.sources.aliases()
            with self.facts.snapshot() as snapshot:
                version = _version(snapshot, aliases)
                if kept := self._kept.find(question, version):
                    return kept
                self._kept.forget_all_but(version)
                facts = _read(snapshot, question)
            answered = Answered(version=version, statement=payback_statement(facts, question, aliases))
            self._kept.keep(question, answered)
            return answered

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._working.acquire(timeout=self._patience):
            raise Busy(f"other reports have been worked out for more than {self._patience:g} s; try again in a moment")
        try:
            yield
        finally:
            self._working.release()


class _Kept:
    """The last statements by their questions, the one used last at the end."""

    def __init__(self) -> None:
        self._answers: OrderedDict[PaybackQuestion, Answered] = OrderedDict()
        self._changing = Lock()

    def find(self, question: PaybackQuestion, version: str) -> Answered | None:
        with self._changing:
            answered = self._answers.get(question)
            if answered is None or answered.version != version:
                return None
            self._answers.move_to_end(question)
            return answered

    def keep(self, question: PaybackQuestion, answered: Answered) -> None:
        with self._changing:
            self._answers[question] = answered
            self._answers.move_to_end(question)
            while len(self._answers) > 1 and self._too_much():
                self._answers.popitem(last=False)

    def forget_all_but(self, version: str) -> None:
        """Give back the memory of what cannot be asked for any more, before more is needed."""
        with self._changing:
            for question in [question for question, kept in self._answers.items() if kept.version != version]:
                del self._answers[question]

    def _too_much(self) -> bool:
        customers = sum(kept.statement.customers for kept in self._answers.values())
        return len(self._answers) > MOST_STATEMENTS or customers > MOST_CUSTOMERS


def _version(snapshot: PaybackSnapshot, aliases: SourceAliases) -> str:
    return f"{snapshot.version()}-{aliases.version}"


def _read(snapshot: PaybackSnapshot, question: PaybackQuestion) -> PaybackFactSet:
    """All facts of one snapshot; InvalidValue where there are some and nothing tells the currency."""
    named = snapshot.currencies() if question.currency is None else ()  # a look at every row, for nothing if asked for
    currency = sole_currency(question.currency, named) or ""
    found = PaybackFactSet(
        id_key=snapshot.id_key(),
        currency=currency,
        orders=snapshot.orders(),
        leads=snapshot.leads(),
        daily_spend=snapshot.daily_spend(currency=currency, by_campaign=question.by is By.CAMPAIGN),
        period_spend=snapshot.period_spend(),
        coverage=snapshot.coverage(),
        rates=snapshot.rates(),
    )
    if not currency and not found.is_empty:
        raise currency_needed(named)
    return found
