"""What somebody who runs the setup asked for, by options and environment."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from domain.shared.errors import InvalidValue
from infrastructure.database_url import DatabaseUrl
from infrastructure.postgres.provisioning.administrator import Administrator
from infrastructure.postgres.provisioning.passwords import WELL_KNOWN, check_password, read_password
from infrastructure.postgres.provisioning.wanted import Wanted
from infrastructure.settings import Settings

DEFAULT_OWNER = "succotash_owner"
ADMIN_VARIABLE = "SETUP_ADMIN_URL"
FIRST_DATABASE = "postgres"
"""Where the administrator connects if nothing else is told: there it is on nearly every server."""

_PARTS = {"host": "db_host", "port": "db_port", "dbname": "db_name", "user": "db_user", "password": "db_password"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options; None is what was not given."""

    admin_url: str | None = field(default=None, repr=False)
    host: str | None = None
    port: int | None = None
    database: str | None = None
    user: str | None = None
    owner: str = DEFAULT_OWNER
    password_file: Path | None = None
    dev: bool = False


def wanted_by(asked: Asked, environment: Mapping[str, str], prompt: Callable[[str], str] | None) -> Wanted:
    """Options win over DATABASE_URL, that over DB_*, that over the defaults. InvalidValue names what is wrong.

    `prompt` asks a person for the password of a user; None where there is nobody to ask.
    """
    settings = Settings.load(None, environment)
    told = _told(settings)
    user = asked.user or told.get("user") or settings.environment.db_user
    database = asked.database or told.get("dbname") or settings.environment.db_name
    reach = {key: value for key, value in told.items() if key not in {"user", "dbname", "password"}}
    given = {"host": asked.host, "port": None if asked.port is None else str(asked.port)}
    reach |= {key: value for key, value in given.items() if value}
    draft = Wanted(owner=asked.owner, user=user, database=database, password="", reach=reach)
    return draft.with_password(_password(asked, draft, told, prompt))


def administrator_of(asked: Asked, environment: Mapping[str, str], wanted: Wanted) -> Administrator:
    """By URL, else by libpq's own variables and files; failing those, where the application is told to connect."""
    origin = "--admin-url" if asked.admin_url is not None else ADMIN_VARIABLE
    url = environment.get(ADMIN_VARIABLE) if asked.admin_url is None else asked.admin_url
    told = _conninfo(url, origin) if url else {}
    if "service" in told or environment.get("PGSERVICE"):
        return Administrator(conninfo=told)
    elsewhere = {"PGHOST", "PGHOSTADDR"} & {name for name, value in environment.items() if value}
    place = {} if url or elsewhere else {key: wanted.reach[key] for key in ("host", "port") if key in wanted.reach}
    database = {} if environment.get("PGDATABASE") else {"dbname": FIRST_DATABASE}
    return Administrator(conninfo={**database, **place, **told})


def _told(settings: Settings) -> dict[str, str]:
    """What the environment says of the application's connection, as libpq's keywords."""
    if settings.origin == "DATABASE_URL":
        return _conninfo(settings.environment.database_url.get_secret_value(), "DATABASE_URL")
    told = settings.environment
    found = {key: getattr(told, name) for key, name in _PARTS.items() if name in told.model_fields_set}
    return {key: value.get_secret_value() if key == "password" else str(value) for key, value in found.items()}


def _conninfo(url: str, origin: str) -> dict[str, str]:
    if not re.match(r"\s*postgres(ql)?(\+\w*)?:", url):
        raise InvalidValue(f"{origin} must be postgresql://user@host/database here", code="setting", setting=origin)
    try:
        return {key: str(value) for key, value in conninfo_to_dict(DatabaseUrl.parse(url, origin).url).items()}
    except psycopg.Error:  # whose message may quote the URL
        raise InvalidValue(f"{origin} is not understood", code="setting", setting=origin) from None


def _password(asked: Asked, draft: Wanted, told: Mapping[str, str], prompt: Callable[[str], str] | None) -> str:
    """What the environment tells is another user's password where it names another user."""
    anothers = told.get("user", draft.user) != draft.user
    if asked.password_file is not None:
        password = read_password(asked.password_file)
    elif told.get("password") and not anothers:
        password = told["password"]
    elif asked.dev:
        password = WELL_KNOWN
    elif prompt is not None:
        password = prompt(draft.user)
    else:
        why = f" (the environment tells {told['user']}'s)" if anothers else ""
        raise InvalidValue(
            f"no password for {draft.user}{why}: set DB_PASSWORD, or use --password-file", code="password"
        )
    check_password(password, draft.user, dev=asked.dev)
    return password
