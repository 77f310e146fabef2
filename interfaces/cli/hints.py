"""Which option helps: the domain says what is missing, and knows no command line."""

from __future__ import annotations

OPTIONS = {"currency_needed": "--currency", "account_unnamed": "--account"}
"""By the codes of errors and of notices."""


def with_option(code: str, message: str) -> str:
    """The message, and with which option to mend it where there is one."""
    return f"{message} with {OPTIONS[code]}" if code in OPTIONS else message
