"""How a proposed mapping is told, and one that was kept."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import Response

from application.imports.mapping import MappingHandler
from interfaces.http.replies import Reply
from interfaces.http.schemas.mapping_form import MappingForm
from interfaces.http.uploads import Upload

MAPPINGS = "/api/v1/imports/mappings"


def mapped(handler: MappingHandler, upload: Upload[MappingForm], reply: Reply) -> Response:
    """201 with its place where the mapping was saved, else 200."""
    if not upload.form.save:
        return reply.json(handler.propose(upload.source, upload.form.edits))
    saved = handler.save(upload.source, upload.form.edits)
    return reply.json(saved, HTTPStatus.CREATED, f"{MAPPINGS}/{saved['fingerprint']}")
