"""The application's password: where it comes from and what it must be like. No message here repeats one."""

from __future__ import annotations

from pathlib import Path

import psycopg

from domain.shared.errors import InvalidValue, Unusable

WELL_KNOWN = "app_password"
"""Stands in manuals; good for a development machine and nothing else."""

SHORTEST, LONGEST = 12, 200


def check_password(password: str, user: str, *, dev: bool) -> None:
    """InvalidValue unless it may be the password of `user`; with `dev`, all that the server can keep may."""
    if not password or not password.isprintable():
        raise _refused("is blank or has characters that cannot be seen, such as the end of a line")
    if len(password) > LONGEST:
        raise _refused(f"is longer than {LONGEST} characters")
    if dev:
        return
    if password == WELL_KNOWN:
        raise _refused("is the well-known one, which is for development only: choose another, or add --dev")
    if password.casefold() == user.casefold():
        raise _refused("is the user's own name: choose another, or add --dev")
    if len(password) < SHORTEST:
        raise _refused(f"is shorter than {SHORTEST} characters: choose a longer one, or add --dev")


def read_password(file: Path) -> str:
    """The one line of a file; Unusable if it cannot be read. Its name is not repeated: some type the password there."""
    try:
        with file.open("rb") as opened:
            text = opened.read(8 * LONGEST).decode("utf-8")
    except OSError as error:
        raise Unusable(f"what --password-file names cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:  # whose message quotes the bytes
        raise Unusable("what --password-file names is not UTF-8 text") from None
    return text.removesuffix("\n").removesuffix("\r")


def verifier_of(password: str, user: str, connection: psycopg.Connection) -> str:
    """What the server keeps of a password, by SCRAM-SHA-256: enough to check it, not to know it. With a salt of its own
    each time, so two of the same password are not equal."""
    secret = connection.pgconn.encrypt_password(password.encode(), user.encode(), b"scram-sha-256")
    return secret.decode("ascii")


def _refused(why: str) -> InvalidValue:
    return InvalidValue(f"the application's password {why}", code="password")
