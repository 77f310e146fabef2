"""Files come in, and the ledger answers for them."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from starlette.responses import Response

from application.cursors import id_cursor
from interfaces.http.dependencies import AsJson, AsList, Imports, LedgerPage, RequestKey, Uploaded, no_query, one_key
from interfaces.http.documented import created, found, listed, problems
from interfaces.http.imported import imported
from interfaces.http.paths import ONE_IMPORT
from interfaces.http.schemas.import_form import ImportForm, multipart_form
from interfaces.http.schemas.imports import Imported, Ledger, LedgerEntry, Undone
from interfaces.http.schemas.requests import IMPORTS, ImportId
from interfaces.tabular.imports import ledger_csv

router = APIRouter(prefix="/imports", tags=["imports"])


@router.post(
    "",
    status_code=201,
    dependencies=[Depends(no_query), Depends(one_key)],
    response_model=Imported,
    responses={**created(Imported), **problems(400, 408, 413, 415, 507)},
    openapi_extra={"requestBody": multipart_form(ImportForm)},
)
def import_file(reply: AsJson, upload: Uploaded, handler: Imports, key: RequestKey = None) -> Response:
    """Import one file, whole or not at all.

    The same content again changes nothing; a newer export of the same days updates them.
    """
    outcome = handler.import_file(upload.source, upload.form.options(key))
    return imported(outcome, upload.form, reply)


@router.get("", response_model=Ledger, responses=listed())
def list_imports(page: LedgerPage, handler: Imports, reply: AsList) -> Response:
    """The ledger, newest first."""
    entries, older = handler.list_imports(before=page.before, limit=page.limit)
    view = {"imports": entries, "next_cursor": id_cursor(IMPORTS, older)}
    return reply.listing(view, lambda: ledger_csv(entries))


@router.get(
    ONE_IMPORT, dependencies=[Depends(no_query)], response_model=LedgerEntry, responses={**found(), **problems(404)}
)
def show_import(import_id: ImportId, handler: Imports, reply: AsJson) -> Response:
    """One import, with all that is kept of it."""
    return reply.json(handler.show_import(import_id))


@router.delete(
    ONE_IMPORT, dependencies=[Depends(no_query)], response_model=Undone, responses={**found(), **problems(404, 409)}
)
def undo_import(import_id: ImportId, handler: Imports, reply: AsJson) -> Response:
    """Take one import back, exactly.

    The facts become what they would be had it never been made, whatever was imported since. Its entry stays in the
    ledger, and its file may be imported again.
    """
    return reply.json(handler.undo(import_id))
