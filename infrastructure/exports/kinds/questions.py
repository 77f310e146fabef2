"""Forms: which of the questions asks for the contact, and what was answered to the others."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from domain.imports.record import Message
from domain.shared.columns import Texts, texts
from domain.shared.text import clean, email_key, phone_key
from infrastructure.exports.columns.cells import Cells
from infrastructure.exports.shared.coded import coded
from infrastructure.exports.shared.words import fold

MOST_CHARACTERS = 20_000
"""Of the answers of one lead: what goes beyond is left out, and told."""
_LONGEST_QUESTION = 200
_MOST_BLANK = 10
"""A column is a contact's if no more than one in so many of its answers is none."""
_CONTACTS: tuple[tuple[str, Callable[[str], str]], ...] = (("email", email_key), ("phone", phone_key))


@cache
def _asking() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads((Path(__file__).parent / "questions.toml").read_text("utf-8"))
    return {field: tuple(map(fold, words)) for field, words in data.items()}


def with_contacts(cells: Cells) -> tuple[Cells, tuple[Message, ...]]:
    """The cells with the question for the e-mail and the one for the phone as these fields, where no header says so
    itself; with a message where several questions may be it, and none is taken."""
    messages: list[Message] = []
    for field, normalised in _CONTACTS:
        if not cells.has(field):
            found = _candidates(cells, field, normalised)
            if len(found) == 1:
                header = replace(cells.header, columns={**cells.header.columns, field: found[0]})
                cells = replace(cells, header=header)
            elif found:
                asked = f"{len(found)} columns may be the {field} of the lead, and none is taken for it"
                messages.append(Message(code=f"several_{field}s", message=asked))
    return cells, tuple(messages)


def _candidates(cells: Cells, field: str, normalised: Callable[[str], str]) -> list[int]:
    """Questions of which the answers are such contacts; those whose words ask for it before all others. A number is a
    phone only if it is asked for as one."""
    there = [at for at in questions(cells) if _answers_are(cells, at, normalised)]
    asked = [at for at in there if any(word in fold(cells.header.names[at]) for word in _asking()[field])]
    return asked or ([] if field == "phone" else there)


def _answers_are(cells: Cells, at: int, normalised: Callable[[str], str]) -> bool:
    answers = [one for one in coded(cells.frame[str(at)]).values if one.strip()]
    wrong = sum(not normalised(one) for one in answers)
    return bool(answers) and wrong * _MOST_BLANK <= len(answers)


def questions(cells: Cells) -> list[int]:
    """The positions of the columns that no field reads, in the order of the file."""
    read = set(cells.header.columns.values())
    return [at for at in range(len(cells.header.names)) if at not in read]


def answers(cells: Cells) -> tuple[Texts, tuple[Message, ...]]:
    """A JSON object of question and answer for each row, shape (n,), "" for none; a question without an answer is not
    in it."""
    asked = questions(cells)
    if not asked or not len(cells):
        return texts([""] * len(cells)), ()
    names = _names(cells, asked)
    rows = [_object(names, row) for row in cells.frame.select(map(str, asked)).iter_rows()]
    cut = sum(was_cut for _, was_cut in rows)
    told = f"{cut:,} leads have more than {MOST_CHARACTERS:,} characters of answers; what goes beyond is left out"
    return texts(text for text, _ in rows), (Message(code="answers_cut", message=told),) if cut else ()


def _names(cells: Cells, asked: Iterable[int]) -> list[str]:
    """The questions, each by a name of its own."""
    names: dict[str, int] = {}
    for at in asked:
        name = clean(cells.header.names[at])[:_LONGEST_QUESTION] or f"column {at + 1}"
        names[name if name not in names else f"{name} (column {at + 1})"] = at
    return list(names)


def _object(names: Sequence[str], row: Sequence[str]) -> tuple[str, bool]:
    told = dict(_within(names, row))
    whole = len(told) == sum(1 for cell in row if clean(cell))
    return (json.dumps(told, ensure_ascii=False) if told else "", not whole)


def _within(names: Sequence[str], row: Sequence[str]) -> Iterator[tuple[str, str]]:
    left = MOST_CHARACTERS
    for name, cell in zip(names, row, strict=True):
        if answer := clean(cell):
            left -= len(name) + len(answer)
            if left < 0:
                return
            yield name, answer
