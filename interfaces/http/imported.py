"""How the outcome of an import is told: an entry made, a file known already, or a file that was not taken in."""

from __future__ import annotations

from http import HTTPStatus
from typing import Literal

from starlette.responses import Response

from application.imports.outcome import Outcome
from application.imports.proposals import FileView
from domain.imports.record import ImportRecord, Status
from interfaces.http.problems import Problem, Refusal
from interfaces.http.replies import Reply
from interfaces.http.schemas.import_form import ImportForm

LEDGER = "/api/v1/imports"
_TITLES = {
    Status.UNRECOGNISED: "The file is not recognised",
    Status.PROPOSED: "The file is not recognised",
    Status.REJECTED: "The file was rejected",
}
_MORE: tuple[Literal["file", "kind", "rejected_rows", "messages", "rejects", "proposal"], ...]
_MORE = ("file", "kind", "rejected_rows", "messages", "rejects", "proposal")


def imported(outcome: Outcome, form: ImportForm, reply: Reply) -> Response:
    """201 with its place where the ledger has a new entry, else 200; Refusal where nothing was taken in."""
    view = outcome.view(form.told_currency)
    if outcome.status in _TITLES:
        raise Refusal(_not_taken_in(outcome, view))
    entry = None if form.dry_run else _id(outcome)
    body = {**view, "id": entry}
    if outcome.stored and entry is not None:
        return reply.json(body, HTTPStatus.CREATED, f"{LEDGER}/{entry}")
    return reply.json(body)


def _id(outcome: Outcome) -> int | None:
    """That of a dry run was never given: its transaction was taken back."""
    return outcome.found.id if isinstance(outcome.found, ImportRecord) else None


def _not_taken_in(outcome: Outcome, view: FileView) -> Problem:
    return Problem(
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        code=(Status.REJECTED if outcome.status is Status.REJECTED else Status.UNRECOGNISED).value,
        title=_TITLES[outcome.status],
        detail=_reason(view),
        more={name: view[name] for name in _MORE if name in view},
    )


def _reason(view: FileView) -> str:
    if view["messages"]:
        return view["messages"][0]["message"]
    first = view["rejects"][0]
    return f"line {first['line']}: {first['reason']}"
