"""The report as everybody gets it: one page, whether the command line writes it or the server sends it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain.shared.periods import business_zone
from interfaces.report.assumptions import MOST_LINES
from interfaces.report.ledger import Ledger
from interfaces.report.page import report_html

if TYPE_CHECKING:
    from application.imports.imports import ImportHandler
    from application.payback.payback import PaybackAnswer

MOST_IMPORTS = 200


def report_page(imports: ImportHandler, answer: PaybackAnswer, now: datetime) -> str:
    """The page for an answer; `now` is told in the zone of its question.

    The ledger is read after the answer: each file that the figures rest on stands in it, whatever was imported since.
    """
    asked = answer.report["payback"]
    entries, older = imports.list_imports(limit=MOST_IMPORTS, read_as=asked["currency"])
    assumed = imports.assumed_files(limit=MOST_LINES)
    ledger = Ledger(
        entries=entries, goes_on=older is not None, assumed_files=assumed["files"], assumed=assumed["total"]
    )
    return report_html(answer.report, ledger, generated_at=now.astimezone(business_zone(asked["timezone"])))
