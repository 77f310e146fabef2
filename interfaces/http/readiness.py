"""Whether the server can answer, as whoever watches over it wants to be told."""

from __future__ import annotations

from starlette.responses import Response

from infrastructure.container import Health
from interfaces.http.problems import Problem, Refusal
from interfaces.http.refusals import RETRY_SECONDS
from interfaces.http.replies import Reply


def told_ready(health: Health, reply: Reply) -> Response:
    """Refusal with what to do where the database does not answer."""
    if health.healthy:
        return reply.json({"status": "ready", "detail": health.detail})
    detail = f"{health.detail}: {health.advice}" if health.advice else health.detail
    problem = Problem(status=503, code="not_ready", title="The server cannot answer yet", detail=detail)
    raise Refusal(problem, {"Retry-After": RETRY_SECONDS})
