"""One HTML page, whole in itself: no request leaves it, and all but switching works without its script."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from application.payback.months import SHOWN_NAMES
from interfaces import figures
from interfaces.report import calendar, coverage, curves, heatmap
from interfaces.report.answer import answer_of
from interfaces.report.assumptions import assumptions_of, revenue_words
from interfaces.report.blocks import blocks_of
from interfaces.report.ledger import Ledger, files_of
from interfaces.report.parts import part_of
from interfaces.report.running import running_month
from interfaces.report.text import breakable

if TYPE_CHECKING:
    from application.payback.report_views import ReportView
    from application.payback.views import PaybackView

_TEMPLATES = Path(__file__).with_name("templates")
_POLICY = "default-src 'none'; {sources}; img-src data:; base-uri 'none'; form-action 'none'"


def report_html(report: ReportView, ledger: Ledger, *, generated_at: datetime) -> str:
    """The page."""
    view, blocks = report["payback"], blocks_of(report)
    currency, running = view["currency"] or "", running_month(view["as_of"])
    shown = _shown_months(view)
    return _template().render(
        view=view,
        currency=currency,
        revenue_words=revenue_words(view),
        generated_at=f"{generated_at:%Y-%m-%d %H:%M %Z}".strip(),
        answer=answer_of(report, blocks),
        parts=[part_of(block, currency, shown, running) for block in blocks.drawn],
        running=running,
        shown_months=shown,
        is_new=not (blocks.drawn or ledger.entries or view["other_currencies"]),
        left_out=blocks.left_out,
        coverage=coverage.coverage_of(report["covered"], view["as_of"]),
        assumed=assumptions_of(view, ledger),
        files=files_of(ledger.entries),
        more_imports=ledger.goes_on,
        policy=_policy(),
        script=_inline("script"),
        style=_inline("style"),
    )


def _shown_months(view: PaybackView) -> list[str]:
    """The months that some cohort has a figure for, and m0."""
    told = {name for row in view["payback"] for name, value in row["ltv"].items() if value is not None}
    return [name for name in SHOWN_NAMES if name in told or name == SHOWN_NAMES[0]]


def report_csp() -> str:
    """The Content-Security-Policy header for every page of `report_html`: its own script and style run, and nothing
    else. The page carries the same as a meta element, but for what only a header can say."""
    return _policy() + "; frame-ancestors 'none'"


@cache
def _policy() -> str:
    script, style = _hash(_inline("script")), _hash(_inline("style"))
    return _POLICY.format(sources=f"script-src {script}; style-src {style}")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def _inline(kind: str) -> str:
    name = {"script": "report.js", "style": "report.css"}[kind]
    return (_TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    """Every text is escaped but our own script and style, which hold nothing from outside."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["count"] = figures.count
    environment.globals |= {"calendar": calendar, "coverage_": coverage, "curves_": curves, "heatmap": heatmap}
    environment.filters["breakable"] = breakable
    return environment.get_template("page.html")
