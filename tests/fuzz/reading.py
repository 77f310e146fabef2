"""One process of the fuzz: makes mutated files, reads them, and tells what is wrong with what was read."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from domain.imports.hints import Hints
from domain.imports.notation import DateOrder, DecimalMark
from domain.imports.reading import Reading, Unreadable
from infrastructure.exports import FileExportReader
from infrastructure.exports.pipeline.texts import text_of
from infrastructure.exports.reader import read_text
from tests.fuzz.corpus import Sample, corpus
from tests.fuzz.keeping import empty_database, half_kept
from tests.fuzz.mutations import mutated
from tests.fuzz.witnesses import without_witness
from tests.unit.exports.files import SHOP, facts_of
from tests.unit.exports.writing.files import only_file

SEED = "exports"
EACH_IMPORTED = 20
"""Of so many files one is imported as well."""
_TOLD = Hints(account="shop", date_order=DateOrder.DAY_FIRST, decimal=DecimalMark.COMMA)


def work(cases: Iterable[int], folder: Path, pipe: Connection) -> None:
    """Tells of each case that it begins, and then what is wrong with it ("" for nothing). The file of a case
    stays in the folder where anything is."""
    empty = empty_database(folder)
    for case in cases:
        name, data = mutated(Random(f"{SEED} {case}"), _samples())
        (file := folder / f"case-{case}").write_bytes(data)
        pipe.send(name)
        pipe.send(wrong := _wrong(case, file, empty))
        if not wrong:
            file.unlink()


@cache
def _samples() -> list[Sample]:
    return corpus()


def _wrong(case: int, file: Path, empty: Path) -> str:
    """One line; the traceback where there is one."""
    try:
        found = _wrong_in(file, SHOP if case % 3 else _TOLD)
        if not found and case % EACH_IMPORTED == 0:
            found = half_kept(file, empty)
    except Exception:  # noqa: BLE001 - the other process is to say so
        return traceback.format_exc()
    return "; ".join(found)


def _wrong_in(file: Path, hints: Hints) -> list[str]:
    with only_file(file) as path:
        if isinstance(path, Unreadable):
            return _failed(path)
        result = FileExportReader().read(path, hints)
        if isinstance(result, Reading):
            return [*_contradictions(result), *without_witness(result, _text(path, result.encoding))]
        if failed := _failed(result):
            read_text(text_of(path, hints), hints)  # raises what the guard caught
        return failed


def _failed(result: Unreadable) -> list[str]:
    said, code = result.reason.message, result.reason.code
    if code == "reader_failed" or not said or "\n" in said:
        return [f"refused with {code}: {said!r}"]
    return []


def _contradictions(result: Reading) -> list[str]:
    """Facts have keys of their own, and stand on lines that were not left out."""
    facts = facts_of(result)
    keys, lines = facts.key.tolist(), facts.line.tolist()
    found = [] if len(set(keys)) == len(keys) else ["two facts have one key"]
    found += [] if len(keys) <= result.rows else [f"{len(keys)} facts of {result.rows} rows"]
    both = set(lines) & {reject.line for reject in result.rejects}
    return [*found, *(f"line {line} is kept and left out" for line in sorted(both))]


def _text(path: Path, encoding: str) -> str:
    """The file as it is to be read, its lines ended by a newline."""
    if encoding == "xlsx":
        return text_of(path, SHOP).data.decode()
    text = path.read_bytes().decode(encoding, "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n") if "\n" in text else text.replace("\r", "\n")
