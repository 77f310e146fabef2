"""Whether the application is told to go to the administrator's server: found out before anything on it is changed."""

from __future__ import annotations

import socket
from collections.abc import Iterator

from psycopg import pq

from domain.shared.errors import StorageUnavailable, Unusable
from infrastructure.postgres.provisioning.administrator import Administrator, connected
from infrastructure.postgres.provisioning.session import SetupSession
from infrastructure.postgres.provisioning.wanted import Wanted

HERE = "127.0.0.1"
"""Where those are who come by a Unix socket."""

CHOOSES_PROOF = 160_000
"""The first libpq that can be told never to give a password away."""


def refuse_another_server(server: SetupSession, wanted: Wanted, administrator: Administrator) -> None:
    """Unusable if the application's address is another server's, or may be one's: where nobody can log in, only an
    address that can be the administrator's own is good enough."""
    info = server.connection.info
    ours = HERE if info.host.startswith("/") or not info.host else info.hostaddr
    theirs = _addresses(wanted.reach.get("hostaddr") or wanted.reach["host"])
    same_port = wanted.reach["port"] == str(info.port)
    if same_port and theirs == {ours} and not info.host.startswith("/"):
        return
    place = f"{wanted.reach['host']}:{wanted.reach['port']}"
    seen = next(_seen(wanted, administrator), None)
    if seen is not None and seen != server.rows("server_started")[0]["started"]:
        raise Unusable(f"{place} is another server than the administrator's: check --host, --port, DB_HOST and DB_PORT")
    if seen is None and not (same_port and (ours in theirs or (_is_here(ours) and any(map(_is_here, theirs))))):
        raise Unusable(
            f"{place} does not look like the administrator's server ({server.place}), and nobody could log in there to "
            "find out: check --host, --port, DB_HOST and DB_PORT, or leave them out; nothing was changed"
        )


def _seen(wanted: Wanted, administrator: Administrator) -> Iterator[object]:
    """When the server at the application's address was started, by each of those who can log in there."""
    logins = [wanted.login]
    if pq.version() >= CHOOSES_PROOF:
        logins.append(_administrators_login(wanted, administrator))
    for login in logins:
        try:
            with connected(login) as connection:
                yield SetupSession(connection).rows("server_started")[0]["started"]
        except StorageUnavailable:
            continue


def _administrators_login(wanted: Wanted, administrator: Administrator) -> dict[str, str]:
    """At the application's address. That may be a stranger's, so his password is proven and never sent."""
    told = {key: value for key, value in administrator.conninfo.items() if key != "hostaddr"}
    return {**told, **wanted.reach, "require_auth": "scram-sha-256,none"}


def _addresses(host: str) -> set[str]:
    if host.startswith("/"):
        return {HERE}
    try:
        return {str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return set()


def _is_here(address: str) -> bool:
    """Whether it is one of this machine's own: only those can be listened at."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as trial:
        try:
            trial.bind((address, 0))
        except OSError:
            return False
    return True
