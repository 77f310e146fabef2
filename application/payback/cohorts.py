"""The cohorts one by one: how many came back in each month, and what they had spent by then."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from application.cursors import broken_cursor, cursor_of, key_of, page_size
from application.payback.cohort_views import CohortDetailView, CohortsView, cohort_view, detail_view, id_of
from application.payback.statements import Statements
from application.payback.views import asked_view
from application.retry import retried
from domain.payback.question import PaybackQuestion
from domain.payback.statement import PaybackRow
from domain.payback.table import in_order
from domain.shared.errors import NotFound

LIST = "cohorts"


@dataclass(frozen=True)
class CohortHandler:
    """Answers from the same statements as the payback table: a cohort is one of its rows."""

    statements: Statements

    @retried
    def cohorts(self, question: PaybackQuestion, after: str | None, limit: int) -> CohortsView:
        """A page of the cohorts in the order of the payback table, from behind the cursor `after` on; InvalidValue for
        a cursor that no page gave (`cursor`) and for a `limit` that is not 1 to 200."""
        size, statement = page_size(limit), self.statements.of(question)
        start = 0 if after is None else bisect_right(statement.rows, _place(after), key=_order)
        rows = statement.rows[start : start + size]
        return CohortsView(
            **asked_view(statement),
            cohorts=[cohort_view(statement, row) for row in rows],
            next_cursor=_cursor(rows[-1]) if start + size < len(statement.rows) else None,
        )

    @retried
    def cohort(self, question: PaybackQuestion, cohort_id: str) -> CohortDetailView:
        """The cohort of that id; NotFound if there is none under this question."""
        statement = self.statements.of(question)
        for row in statement.rows:
            if cohort_id.startswith(str(row.cohort)) and id_of(row) == cohort_id:
                return detail_view(statement, row)
        raise NotFound("there is no cohort of that id")


def _order(row: PaybackRow) -> tuple[int, str, str, int]:
    return in_order((row.source, row.campaign or ""), row.cohort.index)


def _cursor(row: PaybackRow) -> str:
    return cursor_of(LIST, row.source, row.campaign or "", str(row.cohort.index))


def _place(after: str) -> tuple[int, str, str, int]:
    source, campaign, month = key_of(LIST, after, 3)
    if not (month.isascii() and month.isdigit() and len(month) <= 6):
        raise broken_cursor()
    return in_order((source, campaign), int(month))
