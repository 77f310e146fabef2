"""What is told of a file before it is read: the hash of its bytes, by which it is known again."""

from __future__ import annotations

import hashlib

from domain.imports.reading import Unreadable
from domain.imports.record import Message
from domain.imports.source_file import SourceFile


def content_hash(source: SourceFile) -> str | Unreadable:
    """SHA-256 in hex, or why there is nothing to read."""
    name = source.name
    try:
        if source.path.is_dir():
            return _unreadable("not_a_file", f"{name} is a folder: name its files, or use succotash payback")
        if not source.path.is_file():
            return _unreadable("not_a_file", f"{name} is not a file that can be read")
        with source.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return _unreadable("file_unreadable", f"cannot read {name}: {error.strerror or 'it cannot be read'}")


def _unreadable(code: str, message: str) -> Unreadable:
    return Unreadable(reason=Message(code=code, message=message))
