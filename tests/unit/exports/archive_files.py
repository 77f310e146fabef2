"""Archives written and opened; what every test of them begins with."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from domain.imports.reading import Unreadable
from domain.imports.source_file import SourceFile
from infrastructure.exports import FileExportReader

MONTHS = b"Month,Spend\n2025-01,90\n2025-03,400\n"


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packed) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def source(folder: Path, data: bytes, name: str = "shops.zip") -> SourceFile:
    (folder / "upload").write_bytes(data)
    return SourceFile(name=name, path=folder / "upload")


def unpacked(folder: Path, data: bytes, name: str = "shops.zip") -> list[tuple[str, bytes]]:
    """The files in an archive that must open: what each is called, and what is in it."""
    with FileExportReader().unpacked(source(folder, data, name)) as files:
        assert not isinstance(files, Unreadable), files
        return [(file.name, file.path.read_bytes()) for file in files]


def refusal(folder: Path, data: bytes) -> str:
    """`code: message` of one that must not."""
    with FileExportReader().unpacked(source(folder, data)) as files:
        assert isinstance(files, Unreadable)
        return f"{files.reason.code}: {files.reason.message}"
