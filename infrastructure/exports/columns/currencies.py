"""The currency of each row: by its column, by the header, or by what stands beside its amounts; never a guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from domain.shared.columns import Ints, Texts
from infrastructure.exports.columns.cells import Cells
from infrastructure.exports.shared.coded import coded
from infrastructure.exports.shared.refusal import quoted
from infrastructure.exports.shared.words import words
from infrastructure.exports.values.amounts import MARKED, marks
from infrastructure.exports.values.figures import SPACES

MONEY = ("spend", "conversion_value", "amount", "refunded", "tax", "shipping")
"""Fields whose cells are sums of money."""
_FIGURES = rf"[0-9.,][0-9.,'’ {SPACES}]*[0-9]"
"""Longer figures: whichever they are, the marks beside them mean the same."""


class _Meaning(NamedTuple):
    """`code` is the one currency that the marks of a cell name, `sign` one that several currencies share; "" for none.
    `fault` is what is wrong with them."""

    code: str = ""
    sign: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class _Marked:
    """The cells of a field that carry marks, at `rows` (k,), what these mean (k,), and all that there are."""

    field: str
    rows: Ints
    code: Texts
    sign: Texts
    fault: Texts
    marks: frozenset[str]


def currencies(cells: Cells) -> Texts:
    """The currency of each row, shape (n,), "" where nothing names it.

    A row of which two things name different ones is rejected, and so is a sign of several currencies (`$`, `¥`) that
    its row's currency does not have; with none named, one sign must be the only mark in all amounts of the file.
    """
    result = _named(cells)
    found = [_marked(cells, field) for field in MONEY if cells.has(field)]
    for marked in found:
        _take_codes(cells, marked, result)
    seen = frozenset().union(*(marked.marks for marked in found))
    only_one = len(cells.polls.ask("marks", seen, lambda all_marks: len(all_marks) <= 1)) <= 1
    for marked in found:
        _check_signs(cells, marked, result, only_one)
    return result


def _named(cells: Cells) -> Texts:
    """That of the header where the cell is blank. A cell that says another is rejected."""
    named, codes = cells.header.currency, cells.codes("currency")
    if named:
        for row in np.flatnonzero((codes != "") & (codes != named)):
            cells.reject(int(row), f"the row is in {codes[row]} and the header says {named}")
        codes[codes == ""] = named
    return codes


def _marked(cells: Cells, field: str) -> _Marked:
    rows = _perhaps_marked(cells, field)
    shapes = cells.series(field)[rows].str.strip_chars().str.replace_all(_FIGURES, "1")
    told = coded(shapes).each(marks)
    meanings = {one: _meaning(one) for one in set(told.values)}
    meant = told.each(meanings.__getitem__)
    return _Marked(
        field=field,
        rows=rows,
        code=meant.each(lambda one: one.code).texts(),
        sign=meant.each(lambda one: one.sign).texts(),
        fault=meant.each(lambda one: one.fault).texts(),
        marks=frozenset().union(*meanings),
    )


def _perhaps_marked(cells: Cells, field: str) -> Ints:
    """The rows whose cell in that column may hold marks."""
    if cells.notation.numbers(field).plain:
        return np.empty(0, np.int64)
    return np.flatnonzero(cells.series(field).str.contains(MARKED).to_numpy())


def _meaning(found: Iterable[str]) -> _Meaning:
    codes: set[str] = set()
    signs: set[str] = set()
    for mark in found:
        for part in (mark[:3], mark[3:]) if len(mark) > 3 else (mark,):
            meant = words().currency_signs.get(part, (part,) if part.isascii() and part.isalpha() else ())
            if not meant:
                return _Meaning(fault=f"has a currency sign that is not known: {part}")
            codes.update(meant if len(meant) == 1 else ())
            signs.update((part,) if len(meant) > 1 else ())
    if len(codes) > 1 or len(signs) > 1:
        return _Meaning(fault="names more than one currency")
    return _Meaning(next(iter(codes), ""), next(iter(signs), ""))


def _take_codes(cells: Cells, marked: _Marked, result: Texts) -> None:
    """Names the currency of the rows that had none."""
    before = result[marked.rows]
    for at in np.flatnonzero(marked.fault != ""):
        _reject(cells, marked, at, marked.fault[at])
    for at in np.flatnonzero((marked.code != "") & (before != "") & (before != marked.code)):
        _reject(cells, marked, at, f"is in {marked.code[at]} and its row is in {before[at]}")
    result[marked.rows] = np.where(before == "", marked.code, before)


def _check_signs(cells: Cells, marked: _Marked, result: Texts, only_one: bool) -> None:
    """`only_one` tells that no amount of the file carries another mark."""
    named, may_mean = result[marked.rows], words().currency_signs
    for at in np.flatnonzero((marked.sign != "") & ~((named == "") & only_one)):
        sign = marked.sign[at]
        if not named[at]:
            mixed = "the file mixes currency signs; name the currency in a column"
            _reject(cells, marked, at, f"carries the sign {sign}: {mixed}")
        elif named[at] not in may_mean[sign]:
            _reject(cells, marked, at, f"carries the sign {sign} and its row is in {named[at]}")


def _reject(cells: Cells, marked: _Marked, at: np.intp, reason: str) -> None:
    row = int(marked.rows[at])
    cells.reject(row, f"{cells.name_of(marked.field)} {quoted(cells.series(marked.field)[row])} {reason}")
