"""SQL_ECHO: the name and the duration of every statement on standard error, and never a parameter."""

from __future__ import annotations

import logging
import sys


class _StandardError(logging.Handler):
    """Writes to whatever standard error is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(f"sql: {self.format(record)}\n")


_HANDLER = _StandardError(logging.INFO)


def echo_statements() -> None:
    """Let what the SQL databases log reach standard error, once; all other loggers are left as they are."""
    logger = logging.getLogger("infrastructure.sql")
    logger.addHandler(_HANDLER)
    logger.setLevel(logging.INFO)
