"""Which account a file belongs to, where the file itself does not say: two shops both have an order #1001."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from domain.shared.errors import InvalidValue
from domain.shared.text import clean


@dataclass(frozen=True, slots=True)
class AccountNames:
    """Patterns of file names, each with the account of the files that match; the first match counts."""

    by_pattern: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, options: Iterable[str]) -> AccountNames:
        """From `NAME` (every file) or `PATTERN=NAME` ("shop-b*.csv=shop-b"); InvalidValue where a side is blank."""
        return cls(tuple(_pair(option) for option in options))

    def require_use(self, files: Iterable[str]) -> None:
        """InvalidValue where a pattern matches no file: its account would be given to nobody, and nobody would know."""
        names = [name for file in files for name in _names(file)]
        for pattern, account in self.by_pattern:
            if not _match(names, pattern):
                raise InvalidValue(f"no file matches {pattern!r}, so none is of the account {account}", code="account")

    def of(self, file: str) -> str:
        """The account of that file name, "" where none was named."""
        names = _names(file)
        return next((account for pattern, account in self.by_pattern if _match(names, pattern)), "")


def _match(names: Iterable[str], pattern: str) -> bool:
    return any(fnmatchcase(name, pattern) for name in names)


def _names(file: str) -> tuple[str, ...]:
    """What a pattern may name the file by: one in an archive (`shops.zip/2025/berlin.csv`) by either, or by both."""
    archive, in_archive, member = file.partition("/")
    return (file, archive, member, member.rpartition("/")[2]) if in_archive else (file,)


def _pair(option: str) -> tuple[str, str]:
    pattern, equals, account = option.rpartition("=")
    if not clean(account) or (equals and not pattern):
        raise InvalidValue("name an account as NAME or as PATTERN=NAME", code="account")
    return (pattern if equals else "*"), clean(account)
