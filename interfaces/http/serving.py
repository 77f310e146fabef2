"""How the server is run, and what the routes reach through it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infrastructure.container import Container
    from interfaces.http.places import Places
    from interfaces.http.upload_folder import UploadFolder

MEGABYTE = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingOptions:
    """`currency` and `timezone` are those of questions that do not say; sizes in bytes, times in seconds.

    `threads` bounds the handlers that run at once, `requests` what is under way or waits for one of them; whatever
    comes beyond that is told to come again. `questions` of the threads may be at work on answers that rest on facts:
    they wait for one another, at most `question_time`, and leave the other threads to everything else. Whoever has not
    read all that was sent within `write_time` is cut off.
    """

    currency: str | None = None
    timezone: str = "UTC"
    max_upload: int = 256 * MEGABYTE
    upload_time: float = 600
    upload_pause: float = 30
    uploads: int = 8
    threads: int = 24
    questions: int = 8
    question_time: float = 10
    requests: int = 64
    connections: int = 256
    header_time: float = 15
    write_time: float = 30
    stop_time: int = 30
    access_log: bool = False


@dataclass(frozen=True, slots=True)
class Serving:
    """What a running server stands on."""

    container: Container
    folder: UploadFolder
    places: Places
    options: ServingOptions = field(default_factory=ServingOptions)
