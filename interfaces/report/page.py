"""One HTML page, whole in itself: no request leaves it, and all but switching works without its script."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from interfaces.report import calendar, coverage, curves, heatmap, numbers, table
from interfaces.report.answer import answer_of
from interfaces.report.assumptions import assumptions_of, revenue_words
from interfaces.report.blocks import blocks_of
from interfaces.report.ledger import files_of
from interfaces.report.parts import part_of

if TYPE_CHECKING:
    from application.imports.views import LedgerEntry
    from application.payback.report_views import ReportView

_TEMPLATES = Path(__file__).with_name("templates")
_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)
_POLICY = "default-src 'none'; {sources}; img-src data:; base-uri 'none'; form-action 'none'"


def report_html(
    report: ReportView, imports: Sequence[LedgerEntry], *, more_imports: bool, generated_at: datetime
) -> str:
    """The page. `imports` is the newest part of the ledger; `more_imports` whether it has older entries."""
    view, blocks = report["payback"], blocks_of(report)
    currency = view["currency"] or ""
    return _template().render(
        view=view,
        currency=currency,
        revenue_words=revenue_words(view),
        generated_at=f"{generated_at:%Y-%m-%d %H:%M %Z}".strip(),
        answer=answer_of(view, blocks),
        parts=[part_of(block, currency) for block in blocks.drawn],
        left_out=blocks.left_out,
        coverage=coverage.coverage_of(report["covered"], view["as_of"]),
        assumed=assumptions_of(report, imports),
        files=files_of(imports),
        more_imports=more_imports,
        policy=_policy(_inline("script"), _inline("style")),
        script=_inline("script"),
        style=_inline("style"),
    )


def report_csp(html: str) -> str:
    """The Content-Security-Policy header for a page of `report_html`: its own script and style run, and nothing else.

    The page carries the same as a meta element, but for what only a header can say.
    """
    inline = dict(_INLINE.findall(html))
    return _policy(inline["script"], inline["style"]) + "; frame-ancestors 'none'"


def _policy(script: str, style: str) -> str:
    return _POLICY.format(sources=f"script-src {_hash(script)}; style-src {_hash(style)}")


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
    environment.filters["count"] = numbers.count
    environment.globals |= {"calendar": calendar, "coverage_": coverage, "curves_": curves, "heatmap": heatmap}
    environment.globals["table_"] = table
    return environment.get_template("page.html")
