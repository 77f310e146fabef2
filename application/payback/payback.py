"""The main question: what did the customers of a month cost, and what have they spent since?"""

from __future__ import annotations

from dataclasses import dataclass

from application.payback.report_views import ReportView, report_view
from application.payback.statements import Statements
from application.payback.views import PaybackView, payback_view
from application.retry import retried
from domain.payback.question import PaybackQuestion


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
    def report(self, question: PaybackQuestion) -> ReportView:
        """The payback table with all that the report draws beside it; errors as for `payback`."""
        return report_view(self.statements.of(question))

    @retried
    def version(self) -> str:
        """Another text after any change of what answers are computed from: the same question and version, the same
        answer."""
        return self.statements.version()
