"""Small files written and read back; what every test here begins with."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from domain.imports.blocks import FactBlocks
from domain.imports.hints import Hints
from domain.imports.reading import Reading, Unreadable
from domain.imports.rows import ActivityRows, AdMetricRows, Facts, LeadRows, OrderRows, RateRows
from domain.shared.columns import Ints, total
from domain.shared.money import decimal_text
from infrastructure.exports import FileExportReader
from infrastructure.exports.files.decoding import decode
from infrastructure.exports.reader import read_text

SHOP = Hints(account="shop")


def outcome(content: str | bytes, *, hints: Hints = SHOP) -> Reading | Unreadable:
    """What the reader makes of a file with that content. A failure of the reader itself fails the test."""
    data = content.encode() if isinstance(content, str) else content
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        path.write_bytes(data)
        result = FileExportReader().read(path, hints)
    if isinstance(result, Unreadable) and result.reason.code == "reader_failed":
        read_text(decode(data), hints)  # raises what the guard caught
        raise AssertionError(result.reason.message)
    return result


def reading(content: str | bytes, *, hints: Hints = SHOP) -> Reading:
    """The reading of a file that must be understood."""
    result = outcome(content, hints=hints)
    assert isinstance(result, Reading), result.reason.message
    return result


def refusal(content: str | bytes) -> str:
    """`code: message` of a file that must not be understood."""
    result = outcome(content)
    assert isinstance(result, Unreadable)
    return f"{result.reason.code}: {result.reason.message}"


def facts_of(result: Reading) -> Facts:
    """The facts of a small file, which come in one piece."""
    assert not isinstance(result.facts, FactBlocks)
    return result.facts


def ads(result: Reading) -> AdMetricRows:
    assert isinstance(result.facts, AdMetricRows)
    return result.facts


def orders(result: Reading) -> OrderRows:
    assert isinstance(result.facts, OrderRows)
    return result.facts


def rates(result: Reading) -> RateRows:
    assert isinstance(result.facts, RateRows)
    return result.facts


def leads(result: Reading) -> LeadRows:
    assert isinstance(result.facts, LeadRows)
    return result.facts


def activity(result: Reading) -> ActivityRows:
    assert isinstance(result.facts, ActivityRows)
    return result.facts


def told(result: Reading) -> dict[str, str]:
    """Messages by code."""
    return {message.code: message.message for message in result.messages}


def money(column: Ints) -> str | None:
    """The exact sum of a column of micro-units."""
    micros = total(column)
    return None if micros is None else decimal_text(micros)


def rejected(result: Reading) -> dict[int, str]:
    """Reasons by line."""
    return {reject.line: reject.reason for reject in result.rejects}


def codes(result: Reading) -> list[str]:
    return [message.code for message in result.messages]
