"""What can be set from outside, and where each value came from. No `.env` file is read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal, NamedTuple, Self
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from domain.shared.errors import InvalidValue
from infrastructure.database_url import DatabaseUrl, Dialect

DEFAULT_DATABASE = "sqlite:///succotash.db"
_CONNECTION = ("db_host", "db_name", "db_user", "db_password")
"""Any of these being set means a PostgreSQL that is told in parts; a port alone does not."""

Driver = Literal["psycopg", "psycopg2"]
Seconds = Annotated[float, Field(gt=0, le=7 * 24 * 3600, allow_inf_nan=False)]


class SettingShown(NamedTuple):
    """A row of `succotash config show`."""

    name: str
    value: str
    origin: str


class _Environment(BaseModel):
    """The variables that are honoured, by their names in small letters."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    database_url: SecretStr = SecretStr("")
    use_sqlite: bool = False
    db_host: str = "localhost"
    db_port: Annotated[int, Field(ge=1, le=65_535)] = 5432
    db_name: str = "supreme_octosuccotash_db"
    db_user: str = "app_user"
    db_password: SecretStr = SecretStr("")
    database_driver: Driver = "psycopg"
    db_pool_size: Annotated[int, Field(ge=1, le=1_000)] = 5
    db_max_overflow: Annotated[int, Field(ge=0, le=1_000)] = 10
    db_pool_timeout: Seconds = 10
    db_pool_recycle: Seconds = 1_800
    db_lock_timeout: Seconds = 30
    db_connect_timeout: Seconds = 5
    sql_echo: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """`database` is the one that won, `origin` the setting that named it."""

    database: DatabaseUrl
    origin: str
    environment: _Environment

    @classmethod
    def load(cls, database: str | None = None, environment: Mapping[str, str] | None = None) -> Settings:
        """`database` is the `--database` argument. InvalidValue names the setting that is at fault."""
        told = _read(os.environ if environment is None else environment)
        url, origin = _winner(database, told)
        return cls(DatabaseUrl.parse(url, origin), origin, told)

    @property
    def database_shown(self) -> str:
        """The database's URL without its password."""
        return self.database.shown

    @property
    def driver(self) -> Driver:
        return self.environment.database_driver

    @property
    def driver_in_use(self) -> Driver | None:
        """The driver, where the database needs one: it is a PostgreSQL."""
        return self.driver if self.database.dialect is Dialect.POSTGRESQL else None

    @property
    def echo(self) -> bool:
        return self.environment.sql_echo

    def waiting_at_most(self, seconds: float) -> Self:
        """The same with no longer a wait for whoever is importing: to look at a database, not to work in it."""
        told = self.environment
        sooner = told.model_copy(update={"db_lock_timeout": min(told.db_lock_timeout, seconds)})
        return replace(self, environment=sooner)

    def shown(self) -> list[SettingShown]:
        """Every setting, fit to be printed: the database that is used, then the variables as read."""
        rows = [
            SettingShown(name.upper(), _text(name, self.environment), self._origin(name))
            for name in _Environment.model_fields
            if name != "database_url"
        ]
        return [SettingShown("database", self.database_shown, self.origin), *rows]

    def _origin(self, name: str) -> str:
        return "environment" if name in self.environment.model_fields_set else "default"


def _read(environment: Mapping[str, str]) -> _Environment:
    """A variable that is set to nothing counts as not set."""
    names = _Environment.model_fields
    given = {name: value for name in names if (value := environment.get(name.upper()))}
    try:
        return _Environment.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    variable = str(first["loc"][0]).upper()
    raise InvalidValue(f"{variable} is not valid: {first['msg']}", code="setting", setting=variable)


def _winner(database: str | None, told: _Environment) -> tuple[str, str]:
    """The URL of the database, and the setting that named it."""
    if database is not None:
        return database, "--database"
    if "database_url" in told.model_fields_set:
        return told.database_url.get_secret_value(), "DATABASE_URL"
    if told.use_sqlite:
        return DEFAULT_DATABASE, "USE_SQLITE"
    if told.model_fields_set.intersection(_CONNECTION):
        return _from_parts(told), "DB_*"
    return DEFAULT_DATABASE, "default"


def _from_parts(told: _Environment) -> str:
    user, name = quote(told.db_user, safe=""), quote(told.db_name, safe="")
    password = quote(told.db_password.get_secret_value(), safe="")
    login = f"{user}:{password}" if password else user
    if told.db_host.startswith("/"):  # the folder of a Unix socket
        return f"postgresql://{login}@/{name}?host={quote(told.db_host, safe='')}&port={told.db_port}"
    host = f"[{told.db_host}]" if ":" in told.db_host else quote(told.db_host, safe="")
    return f"postgresql://{login}@{host}:{told.db_port}/{name}"


def _text(name: str, told: _Environment) -> str:
    match getattr(told, name):
        case SecretStr() as secret:
            return "***" if secret else ""
        case bool(flag):
            return str(flag).lower()
        case value:
            return str(value)
