"""For whoever watches over the server."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from starlette.responses import Response

from interfaces.http.dependencies import AsJson, DatabaseHealth, no_query
from interfaces.http.documented import found
from interfaces.http.readiness import told_ready
from interfaces.http.schemas.health import Live, Ready

router = APIRouter(prefix="/health", tags=["health"], dependencies=[Depends(no_query)])


@router.get("/live", response_model=Live, responses=found())
async def live(reply: AsJson) -> Response:
    """The process answers."""
    return reply.json({"status": "live"})


@router.get("/ready", response_model=Ready, responses=found())
def ready(health: DatabaseHealth, reply: AsJson) -> Response:
    """The database answers too."""
    return told_ready(health, reply)
