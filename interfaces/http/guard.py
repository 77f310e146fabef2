"""Whom the server listens to. Until there are accounts, whoever reaches it may do everything: only this machine may.

A web page of somebody else runs on this machine too, in its browser: it is kept out by the `Host` that it must send
(DNS rebinding) and by where the browser says that a request comes from: it can neither write (CSRF) nor start questions
that are much work. A person may follow its link.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.types import Scope

from interfaces.http.refusals import cross_site, malformed, misdirected

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::(\d{1,5}))?", re.ASCII)


class Place(NamedTuple):
    host: str
    port: int


def is_loopback(host: str) -> bool:
    """Whether that name or address can mean this machine only."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def require_own(scope: Scope) -> None:
    """Refuses a request that is meant for another host, and one that another site makes behind a person's back."""
    headers = Headers(scope=scope)
    place = _named(headers.getlist("host"))
    server = scope.get("server") or ("", None)
    if not is_loopback(place.host) or (server[1] is not None and place.port != server[1]):
        raise misdirected("this server answers to localhost and its own port only")
    followed = scope["method"] in SAFE_METHODS and _is_navigation(headers)
    if not followed and headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        raise cross_site("the browser says that this comes from another site")
    if scope["method"] not in SAFE_METHODS:
        _require_own_origin(headers, place)


def _named(hosts: Sequence[str]) -> Place:
    if len(hosts) != 1:
        raise malformed("name one host")
    return _place(hosts[0])


def _place(host: str) -> Place:
    if (found := _HOST.fullmatch(host)) is None:
        raise malformed("the host's name cannot be read")
    return Place(found[1].lower(), int(found[2] or 80))


def _is_navigation(headers: Headers) -> bool:
    """Whether it is for a window of its own, where the person sees it: no frame, no image, no script's request."""
    return (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")


def _require_own_origin(headers: Headers, place: Place) -> None:
    """A program sends no Origin and no Sec-Fetch-Site; a browser sends them with every write, and no page can forge
    them."""
    origins = headers.getlist("origin")
    if origins and [_origin(origin) for origin in origins] != [place]:
        raise cross_site("the Origin is another one than this server's")


def _origin(origin: str) -> Place | None:
    scheme, _, host = origin.partition("://")
    found = _HOST.fullmatch(host)
    return Place(found[1].lower(), int(found[2] or 80)) if found and scheme == "http" else None
