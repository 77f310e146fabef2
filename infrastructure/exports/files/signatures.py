"""What a file that is no text seems to be, by its first bytes. Zip files are looked into: see `zips.py`."""

from __future__ import annotations

_SIGNATURES = (
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Office file, or one with a password; save it as CSV or .xlsx"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
    (b"Obj\x01", "an Avro file"),
)


def seems_to_be(head: bytes) -> str:
    """The kind of binary file that begins like `head`; "" if none is known."""
    return next((what for signature, what in _SIGNATURES if head.startswith(signature)), "")
