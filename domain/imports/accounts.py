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
        names = list(files)
        for pattern, account in self.by_pattern:
            if not any(fnmatchcase(name, pattern) for name in names):
                raise InvalidValue(f"no file matches {pattern!r}, so none is of the account {account}", code="account")

    def of(self, file: str) -> str:
        """The account of that file name, "" where none was named."""
        return next((account for pattern, account in self.by_pattern if fnmatchcase(file, pattern)), "")


def _pair(option: str) -> tuple[str, str]:
    pattern, equals, account = option.rpartition("=")
    if not clean(account) or (equals and not pattern):
        raise InvalidValue("name an account as NAME or as PATTERN=NAME", code="account")
    return (pattern if equals else "*"), clean(account)
