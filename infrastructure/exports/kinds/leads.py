"""Leads: lines of a table as facts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from domain.imports.duplicates import settle
from domain.imports.hints import Hints
from domain.imports.rows import LeadRows
from domain.shared.columns import Texts, texts
from domain.shared.text import clean
from infrastructure.exports.columns.cells import Cells, cells_at
from infrastructure.exports.columns.instants import Moments
from infrastructure.exports.columns.when import blank, moment_texts, moments_of
from infrastructure.exports.facts.attribution import attribution
from infrastructure.exports.facts.coverage import spanned
from infrastructure.exports.facts.extract import Extract, good_rows, reject_conflicts
from infrastructure.exports.facts.identities import contacts
from infrastructure.exports.facts.keys import keys, ordinals
from infrastructure.exports.kinds.questions import answers, with_contacts
from infrastructure.exports.layouts.fact_rules import LeadRules
from infrastructure.exports.layouts.layout import Layout
from infrastructure.exports.shared.coded import first_told, same
from infrastructure.exports.shared.rejections import Rejections
from infrastructure.exports.shared.words import fold
from infrastructure.exports.tables.classification import Classified
from infrastructure.exports.tables.table import Table

ORGANIC = "organic social"
"""The source of a lead that no advertisement brought, where the platform tells."""
_YES = frozenset({"true", "yes", "1"})


def read_leads(table: Table, classified: Classified, rejections: Rejections, hints: Hints) -> Extract:
    """One fact a lead; their keys are distinct."""
    layout, cells = table.recognised.layout, cells_at(table, classified.data, rejections)
    cells, asked = with_contacts(cells) if layout.leads.answers else (cells, ())
    answered, cut = answers(cells) if layout.leads.answers else (same("", len(cells)), ())
    made = moments_of(cells, "at", instead="started")
    rows = _rows(cells, layout, hints.account, made, answered)
    good = ~rejections.among(cells.line)
    rows, days = good_rows(rows, good), made.day[good]
    settled = settle(replace(rows, key=_keys(rows)))
    repeated = reject_conflicts(settled, rejections, "lead")
    return Extract(
        facts=settled.rows,
        rows=len(settled.rows),
        period=spanned(days[settled.kept], days[settled.kept], None),
        currencies=frozenset(),
        messages=asked + cut + repeated,
    )


def _rows(cells: Cells, layout: Layout, account: str, made: Moments, answered: Texts) -> LeadRows:
    return LeadRows(
        line=cells.line,
        key=same("", len(cells)),
        platform=same(layout.platform, len(cells)),
        account=same(account, len(cells)),
        number=_numbers(cells, layout.leads),
        created_at=made.instant,
        created_local=made.bare,
        status=_statuses(cells),
        name=_names(cells),
        source=_sources(cells, layout),
        campaign=cells.identifier("campaign"),
        adset=cells.identifier("adset"),
        ad=cells.identifier("ad"),
        form=cells.identifier("form"),
        answers=answered,
        **contacts(cells),
        **attribution(cells, {}),
    )


def _numbers(cells: Cells, rules: LeadRules) -> Texts:
    prefix = rules.number_prefix
    return texts(number.removeprefix(prefix) for number in cells.identifier("number").tolist())


def _names(cells: Cells) -> Texts:
    """The whole name, else first and last one."""
    parts = zip(cells.people("first_name"), cells.people("last_name"), strict=True)
    joined = texts(clean(f"{first} {last}") for first, last in parts)
    whole = cells.people("name")
    return first_told(whole, joined)


def _statuses(cells: Cells) -> Texts:
    """As written. Of a form that was started and not submitted: partial."""
    told = cells.text("status")
    if not cells.has("started"):
        return told
    by_date = np.where(blank(cells, "at"), "partial", "completed")
    return first_told(told, by_date.astype(np.object_))


def _sources(cells: Cells, layout: Layout) -> Texts:
    """As written, or by our word for it; else what is true of every lead of the layout, but of an organic one."""
    ours = layout.leads.sources
    told = texts(ours.get(fold(source), source) for source in cells.text("source").tolist())
    constant = layout.constants.get("source", "")
    organic = cells.as_written("organic").each(lambda cell: fold(cell) in _YES).array("bool")
    return first_told(told, np.where(organic, ORGANIC, constant).astype(np.object_))


def _keys(rows: LeadRows) -> Texts:
    """The platform's own id; of a lead without one, who it is, when, in which form, and its place among equal ones."""
    moment = moment_texts(rows.created_at, rows.created_local)
    told = (rows.platform, rows.account, rows.email, rows.phone, rows.name, moment, rows.form)
    by_content = keys(*told, ordinals(zip(*told, strict=True)))
    by_number = keys(rows.platform, rows.account, rows.number)
    return np.where(rows.number == "", by_content, by_number).astype(np.object_)
