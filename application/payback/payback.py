"""The main question: what did the customers of a month cost, and what have they spent since?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from application.payback.customer_views import ExportedCustomer, exported_customer
from application.payback.report_views import ReportView, report_view
from application.payback.statements import Statements
from application.payback.views import PaybackView, payback_view
from application.retry import retried
from domain.payback.question import PaybackQuestion
from domain.payback.statement import PaybackStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class PaybackAnswer:
    """The answer from one state of the facts, in all its forms: whatever is imported meanwhile, they agree."""

    report: ReportView
    _statement: PaybackStatement = field(repr=False)

    @classmethod
    def of(cls, statement: PaybackStatement) -> PaybackAnswer:
        return cls(report=report_view(statement), _statement=statement)

    def customers(self) -> Iterator[ExportedCustomer]:
        """Every customer by first order, then id, made one by one as they are taken. For files on the user's own disk
        alone, since it tells who they are."""
        return (exported_customer(self._statement, int(customer)) for customer in self._statement.people.listed)


@dataclass(frozen=True)
class PaybackHandler:
    """Answers from one state of the facts; the same question is worked out once as long as they stand."""

    statements: Statements

    @retried
    def payback(self, question: PaybackQuestion) -> PaybackView:
        """The payback table, empty where there are no facts; InvalidValue where they do not tell the currency."""
        return payback_view(self.statements.of(question))

    @retried
    def currency(self, question: PaybackQuestion) -> str | None:
        """The currency that the report would be in; None where the facts do not tell."""
        return self.statements.currency(question)

    @retried
    def answered(self, question: PaybackQuestion) -> PaybackAnswer:
        """The payback table with all that the report draws beside it, and the customers; errors as for `payback`."""
        return PaybackAnswer.of(self.statements.of(question))

    @retried
    def version(self) -> str:
        """Another text after any change of what answers are computed from: the same question and version, the same
        answer."""
        return self.statements.version()
