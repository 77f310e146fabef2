"""RFC 9457, as the document shows it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from interfaces.http.schemas.imports import Message, Reject
from interfaces.http.schemas.mappings import Proposal
from interfaces.http.schemas.strict import Answer, Count, absent


class FaultyPart(Answer):
    at: str = Field(description="The part of the request, such as `query.as_of`.")
    message: str


class Problem(Answer):
    """Why a request failed. `type` is stable; the table of them is in docs/http-api.md."""

    type: Annotated[str, Field(pattern="^urn:succotash:problem:[a-z_0-9]+$")]
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str
    errors: list[FaultyPart] = Field(default_factory=list, description="The parts of the request that are at fault.")
    id: str = Field("", description="Of something unexpected: it stands in the server's log under this.")
    file: str = Field("", description="Of a file that was not taken in.")
    kind: str = Field("", description="What the file holds, as far as it was understood.")
    rejected_rows: Count = 0
    messages: list[Message] = Field(default_factory=list)
    rejects: list[Reject] = Field(default_factory=list)
    proposal: Proposal = absent()
