"""Numbers as the platforms print them, and files as they write them."""

import csv
import io
from collections.abc import Iterable, Sequence
from fractions import Fraction


def fixed(hundredths: int) -> str:
    """1234567 -> 12345.67"""
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def grouped(hundredths: int) -> str:
    """1234567 -> 12,345.67"""
    return f"{hundredths // 100:,}.{hundredths % 100:02d}"


def short(hundredths: int) -> str:
    """Without trailing zeros: 1490 -> 14.9, 8000 -> 80"""
    return fixed(hundredths).rstrip("0").rstrip(".")


def ratio(top: int, bottom: int, places: int) -> str:
    """A quotient of whole numbers, exact before it is rounded half-even; the bottom is not 0."""
    scaled = round(Fraction(top * 10**places, bottom))
    return f"{scaled // 10**places}.{scaled % 10**places:0{places}d}"


def percent(top: int, bottom: int) -> str:
    """A share with two decimals; the bottom is not 0."""
    return ratio(100 * top, bottom, 2) + "%"


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV with quotes only where they must stand, each line ended by a line feed."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
