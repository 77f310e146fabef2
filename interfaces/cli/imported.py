"""What became of the files, as an exit code tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from interfaces.cli.failures import DONE, REJECTED

if TYPE_CHECKING:
    from application.imports.views import ImportView


def exit_code(views: Sequence[ImportView], *, strict: bool) -> int:
    """3 where a row was rejected or, if strict, a file not recognised; else 0."""
    rejected = any(has_rejects(view) for view in views)
    return REJECTED if rejected or (strict and any(is_unrecognised(view) for view in views)) else DONE


def is_out_of_reach(view: ImportView) -> bool:
    """Whether there was no file of that name that could be read at all."""
    return any(message["code"] in {"not_a_file", "file_unreadable"} for message in view["messages"])


def has_rejects(view: ImportView) -> bool:
    return view["rejected_rows"] > 0 or view["status"] == "rejected"


def is_unrecognised(view: ImportView) -> bool:
    """Whether the file was not understood, also where there is a proposal of how it may be."""
    return view["status"] in {"unrecognised", "proposed"}


def needs_a_look(view: ImportView) -> bool:
    """Whether the file is one that somebody must look after."""
    return has_rejects(view) or is_unrecognised(view) or view["reconciles"] is False
