"""The program's own sources, read and parsed once."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
LAYERS = ("domain", "application", "infrastructure", "interfaces")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, kw_only=True)
class Source:
    """A Python file; `path` is relative to the repository."""

    path: Path
    text: str
    tree: ast.Module


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file of these folders (default: the four layers), each of which must hold some."""
    found: list[Source] = []
    for folder in folders or LAYERS:
        paths = sorted((REPOSITORY / folder).rglob("*.py"))
        assert paths, f"no Python file in {folder}"
        found.extend(map(_read, paths))
    return tuple(found)


@cache
def tracked_files() -> tuple[Path, ...]:
    """What is, or is about to be, in the repository: all but what .gitignore names."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    paths = [REPOSITORY / name for name in listing.split("\0") if name]
    return tuple(path for path in paths if path.is_file())


def functions(source: Source) -> Iterator[Function]:
    """All functions and methods, nested ones too."""
    return (node for node in ast.walk(source.tree) if isinstance(node, Function))


def classes(source: Source) -> Iterator[ast.ClassDef]:
    """All classes, nested ones too."""
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef))


def imported_packages(source: Source) -> set[str]:
    """The top-level names that a file imports from."""
    names: set[str] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def docstrings(source: Source) -> set[ast.expr]:
    """The expressions that are documentation rather than data."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        node.body[0].value
        for node in ast.walk(source.tree)
        if isinstance(node, documented) and ast.get_docstring(node) and isinstance(node.body[0], ast.Expr)
    }


def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path=path.relative_to(REPOSITORY), text=text, tree=ast.parse(text))
