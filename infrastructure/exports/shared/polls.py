"""Questions that only the whole of a file answers, asked of each of its parts.

A large file is read in parts, and in rounds. In each round every part answers for itself, and goes by what the whole
file has answered the round before. When nothing would be read differently by the answers of the last round, the parts
have been read as if they were one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

Vote = TypeVar("Vote")
Value = TypeVar("Value")
Matters = Callable[[Any], Hashable]


def itself(vote: Any) -> Hashable:
    """All of a vote matters."""
    return vote  # type: ignore[no-any-return]  # votes are hashable


@dataclass(frozen=True, slots=True)
class First(Generic[Value]):
    """A vote that counts if no earlier part has one; None tells nothing."""

    value: Value | None

    def __or__(self, later: First[Value]) -> First[Value]:
        return later if self.value is None else self


class Ask(Protocol):
    """Asks about one column of the file: `Polls.ask`, with the column in the name."""

    def __call__(self, name: str, vote: Vote, matters: Matters = itself, /) -> Vote: ...


class Polls:
    """The questions to one part; `known` is what the whole file has answered. What is known of no file yet is answered
    by the part alone, and so is everything where the part is the whole file."""

    def __init__(self, known: Mapping[Hashable, Any] | None = None) -> None:
        self._known, self.is_part = known or {}, known is not None
        self.votes: dict[Hashable, Any] = {}
        self.matters: dict[Hashable, Matters] = {}

    def ask(self, name: Hashable, vote: Vote, matters: Matters = itself) -> Vote:
        """The vote of the whole file on that question. Votes of parts are joined by `|`, in the order of the file;
        `matters` tells what of a vote anything is decided by. The same question is asked of a part in one way."""
        self.votes.setdefault(name, vote)
        self.matters[name] = matters
        found: Vote = self._known.get(name, vote)
        return found

    def of(self, *column: Hashable) -> Ask:
        """Questions about that column."""

        def ask(name: str, vote: Vote, matters: Matters = itself) -> Vote:
            return self.ask((name, *column), vote, matters)

        return ask


class Round:
    """What all parts answered, each having gone by `known`."""

    def __init__(self, known: Mapping[Hashable, Any]) -> None:
        self._known = known
        self._used: dict[Hashable, set[Hashable]] = {}
        self._matters: dict[Hashable, Matters] = {}
        self.votes: dict[Hashable, Any] = {}

    def count(self, polls: Polls) -> None:
        """Take in the answers of the next part."""
        for name, vote in polls.votes.items():
            matters = polls.matters[name]
            self._matters[name] = matters
            self._used.setdefault(name, set()).add(matters(self._known.get(name, vote)))
            self.votes[name] = self.votes[name] | vote if name in self.votes else vote

    @property
    def is_settled(self) -> bool:
        """Whether each part went by what the whole file has answered."""
        return all(self._used[name] == {self._matters[name](vote)} for name, vote in self.votes.items())

    @property
    def is_final(self) -> bool:
        """Whether another round would be given the very same answers."""
        return self.votes == self._known
