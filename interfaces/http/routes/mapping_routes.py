"""Files that no layout is for: how they may be read, and what was decided about them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from interfaces.http.dependencies import AsJson, AsList, Mappings, ToMap, no_query
from interfaces.http.documented import found, kept, listed, problems
from interfaces.http.mapped import mapped
from interfaces.http.schemas import mappings
from interfaces.http.schemas.import_form import multipart_form
from interfaces.http.schemas.mapping_form import MappingForm
from interfaces.tabular.mappings import mappings_csv

router = APIRouter(prefix="/imports/mappings", tags=["imports"])

Fingerprint = Annotated[str, Path(pattern="^[0-9a-f]{6,64}$", description="Of a saved mapping, or how it begins.")]


@router.post(
    "",
    dependencies=[Depends(no_query)],
    response_model=mappings.Proposal,
    responses={**kept(mappings.Proposal), **problems(400, 408, 409, 413, 415, 507)},
    openapi_extra={"requestBody": multipart_form(MappingForm)},
)
def map_file(reply: AsJson, upload: ToMap, handler: Mappings) -> Response:
    """Propose how a file may be read, with the evidence; with `save`, files with its header are read so from now on.

    The file itself is not imported by this.
    """
    return mapped(handler, upload, reply)


@router.get("", dependencies=[Depends(no_query)], response_model=mappings.Mappings, responses=listed())
def list_mappings(handler: Mappings, reply: AsList) -> Response:
    """The saved mappings."""
    saved = handler.listed()
    return reply.listing({"mappings": saved}, lambda: mappings_csv(saved))


@router.delete(
    "/{fingerprint}",
    dependencies=[Depends(no_query)],
    response_model=mappings.Mapping,
    responses={**found(), **problems(404)},
)
def remove_mapping(fingerprint: Fingerprint, handler: Mappings, reply: AsJson) -> Response:
    """Forget a saved mapping. What was imported by it stays."""
    return reply.json(handler.remove(fingerprint))
