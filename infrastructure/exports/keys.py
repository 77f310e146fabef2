"""Natural keys: texts under which the same fact in another export is found again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Hashable, Iterable

import numpy as np

from domain.shared.columns import Days, Texts, texts

LONGEST_KEY = 600
"""Characters; longer ones are cut and closed by their hash, since an index takes no key of several kilobytes."""


def keys(*parts: Iterable[str]) -> Texts:
    """One key a row from columns of parts, shape (n,). Different parts never make the same key."""
    rows = zip(*(_escaped(column) for column in parts), strict=True)
    return texts(map(_bounded, map("|".join, rows)))


def ordinals(names: Iterable[Hashable]) -> list[str]:
    """Of each name, how many equal ones stand before it."""
    seen: Counter[Hashable] = Counter()
    result = []
    for name in names:
        result.append(str(seen[name]))
        seen[name] += 1
    return result


def day_texts(days: Days) -> list[str]:
    """`2025-01-31`, "" for no day."""
    distinct, codes = np.unique(days, return_inverse=True)
    written = ["" if text == "NaT" else text for text in np.datetime_as_string(distinct).tolist()]
    return [written[code] for code in codes.tolist()]


def _escaped(column: Iterable[str]) -> list[str]:
    cells = list(column)
    known = {cell: cell.replace("\\", "\\\\").replace("|", "\\|") for cell in set(cells)}
    return [known[cell] for cell in cells]


def _bounded(key: str) -> str:
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[:200]}|sha256:{hashlib.sha256(key.encode()).hexdigest()}"
