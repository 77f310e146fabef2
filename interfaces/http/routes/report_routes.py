"""The report, as `succotash payback` writes it."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Depends
from starlette.responses import HTMLResponse, RedirectResponse, Response

from interfaces.http.dependencies import Asked, FreshPage, Imports, Paybacks, no_query
from interfaces.http.documented import problems, unchanged
from interfaces.report.answering import report_page
from interfaces.report.page import report_csp

router = APIRouter(tags=["report"])


@router.get("/", status_code=307, dependencies=[Depends(no_query)], response_class=RedirectResponse)
def start() -> Response:
    """To the report."""
    return RedirectResponse("/report")


@router.get("/report", response_class=HTMLResponse, responses={**unchanged(), **problems(406, 422)})
def report(asked: Asked, handler: Paybacks, ledger: Imports, fresh: FreshPage) -> Response:
    """All of it on one page that needs no network."""

    def answer() -> Response:
        page = report_page(ledger, handler.answered(asked), datetime.now(UTC))
        return fresh.reply.html(page, report_csp())

    return fresh.unless_known(answer)
