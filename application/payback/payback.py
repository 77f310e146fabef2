"""The main question: what did the customers of a month cost, and what have they spent since?"""

from __future__ import annotations

from dataclasses import dataclass

from application.payback.views import PaybackView, payback_view
from application.retry import retried_once
from domain.payback.ports import PaybackFacts, SourceTable
from domain.payback.question import By, PaybackQuestion, currency_needed, sole_currency
from domain.payback.statements import PaybackFactSet, payback_statement


@dataclass(frozen=True)
class PaybackHandler:
    """Answers from one snapshot of the facts."""

    facts: PaybackFacts
    sources: SourceTable

    @retried_once
    def payback(self, question: PaybackQuestion) -> PaybackView:
        """The payback table, empty where there are no facts; InvalidValue where they do not tell the currency."""
        facts = self._facts(question)
        return payback_view(payback_statement(facts, question, self.sources.aliases()))

    def currency(self, question: PaybackQuestion) -> str | None:
        """The currency that the report would be in; None where the facts do not tell."""
        with self.facts.snapshot() as facts:
            return sole_currency(question.currency, facts.currencies())

    def _facts(self, question: PaybackQuestion) -> PaybackFactSet:
        with self.facts.snapshot() as facts:
            named = facts.currencies()
            currency = sole_currency(question.currency, named) or ""
            found = PaybackFactSet(
                currency=currency,
                orders=facts.orders(),
                daily_spend=facts.daily_spend(currency=currency, by_campaign=question.by is By.CAMPAIGN),
                period_spend=facts.period_spend(),
                coverage=facts.coverage(),
                rates=facts.rates(),
            )
        if not currency and not found.is_empty:
            raise currency_needed(named)
        return found
