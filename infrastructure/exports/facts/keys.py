"""Natural keys: texts under which the same fact in another export is found again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

import numpy as np

from domain.shared.columns import Days, Texts

if TYPE_CHECKING:
    import polars as pl

LONGEST_KEY = 600
"""Characters; longer ones are cut and closed by their hash, since an index takes no key of several kilobytes."""


def keys(*parts: Iterable[str] | Texts | pl.Series) -> Texts:
    """One key a row from columns of parts, shape (n,). Different parts never make the same key."""
    import polars as pl

    columns = [part if isinstance(part, pl.Series | np.ndarray) else list(part) for part in parts]
    rows = len(columns[0])
    texts = [pl.lit(_escaped(_once(column))) for column in columns]
    joined = _bounded(pl.select(pl.concat_str(texts, separator="|")).to_series())
    return np.asarray((joined if len(joined) == rows else joined.new_from_index(0, rows)).to_numpy(), np.object_)


def ordinals(names: Iterable[Hashable]) -> list[str]:
    """Of each name, how many equal ones stand before it."""
    seen: Counter[Hashable] = Counter()
    result = []
    for name in names:
        result.append(str(seen[name]))
        seen[name] += 1
    return result


def day_texts(days: Days) -> pl.Series:
    """`2025-01-31`, "" for no day."""
    import polars as pl

    return pl.Series(days.astype("datetime64[ms]")).cast(pl.Date).cast(pl.String).fill_null("")


def _once(column: list[str] | Texts | pl.Series) -> pl.Series:
    """One cell that stands for all, where they are equal: most columns of most files say the same on every row."""
    import polars as pl

    if not isinstance(column, list) and len(column) and (column == column[0]).all():
        column = column[:1]
    if isinstance(column, pl.Series):
        return column
    return pl.Series(column if isinstance(column, list) else column.tolist(), dtype=pl.String)


def _escaped(cells: pl.Series) -> pl.Series:
    for mark in ("\\", "|"):
        if cells.str.contains(mark, literal=True).any():
            cells = cells.str.replace_all(mark, f"\\{mark}", literal=True)
    return cells


def _bounded(joined: pl.Series) -> pl.Series:
    """Few files have a key that is too long: each of them is cut by itself."""
    if not len(joined) or joined.str.len_bytes().max() <= LONGEST_KEY:  # type: ignore[operator]  # a number
        return joined
    long = joined.str.len_chars() > LONGEST_KEY
    rows = long.arg_true()
    return joined.scatter(rows, [_cut(key) for key in joined.gather(rows)])


def _cut(key: str) -> str:
    return f"{key[:200]}|sha256:{hashlib.sha256(key.encode()).hexdigest()}"
