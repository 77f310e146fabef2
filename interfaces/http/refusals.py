"""What HTTP itself refuses, each under its stable code."""

from __future__ import annotations

from collections.abc import Sequence

from interfaces.http.problems import FaultyPart, Problem, Refusal

RETRY_SECONDS = "1"
INVALID, INVALID_TITLE = "invalid_request", "The request is not valid"


def malformed(detail: str) -> Refusal:
    return Refusal(Problem(status=400, code="malformed", title="The request cannot be read", detail=detail))


def cross_site(detail: str) -> Refusal:
    return Refusal(Problem(status=403, code="cross_site", title="Another site may not do this", detail=detail))


def not_acceptable(offers: Sequence[str]) -> Refusal:
    detail = f"this is available as {' or '.join(offers)}"
    return Refusal(Problem(status=406, code="not_acceptable", title="Not available in that form", detail=detail))


def too_slow(detail: str) -> Refusal:
    return Refusal(Problem(status=408, code="request_timeout", title="The request took too long", detail=detail))


def too_large(most: int) -> Refusal:
    detail = f"the upload is larger than the {most / 2**20:g} MB that this server takes (--max-upload)"
    return Refusal(Problem(status=413, code="too_large", title="The upload is too large", detail=detail))


def unsupported_media_type(detail: str) -> Refusal:
    title = "The request has another content type"
    return Refusal(Problem(status=415, code="unsupported_media_type", title=title, detail=detail))


def misdirected(detail: str) -> Refusal:
    return Refusal(Problem(status=421, code="misdirected", title="This server is not that host", detail=detail))


def invalid_request(errors: Sequence[FaultyPart]) -> Refusal:
    return Refusal(invalid(errors))


def invalid(errors: Sequence[FaultyPart]) -> Problem:
    detail = errors[0]["message"] if len(errors) == 1 else f"{len(errors)} parts of the request are not valid"
    return Problem(status=422, code=INVALID, title=INVALID_TITLE, detail=detail, errors=tuple(errors))


def overloaded(detail: str) -> Refusal:
    problem = Problem(status=503, code="overloaded", title="Too much at once", detail=detail)
    return Refusal(problem, {"Retry-After": RETRY_SECONDS})


def no_space() -> Refusal:
    detail = "there is no space left for the upload on the server's disk"
    return Refusal(Problem(status=507, code="insufficient_storage", title="No space for the upload", detail=detail))


def cut_off() -> Refusal:
    """Nobody is there any more to hear it."""
    return malformed("the upload broke off")
