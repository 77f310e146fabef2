from __future__ import annotations

from pathlib import Path

import pytest

from domain.shared.errors import InvalidValue
from infrastructure.database_url import Dialect
from infrastructure.settings import Settings

SECRET = "pl3ase-never"
PARTS = {"DB_HOST": "db.example", "DB_NAME": "shop", "DB_USER": "writer", "DB_PASSWORD": SECRET}


def test_without_any_setting_the_facts_are_kept_in_a_sqlite_file_of_the_working_directory() -> None:
    settings = Settings.load(environment={})
    assert (settings.database.dialect, settings.database.path) == (Dialect.SQLITE, Path("succotash.db"))
    assert (settings.origin, settings.database_shown) == ("default", "sqlite:///succotash.db")


@pytest.mark.parametrize(
    ("argument", "environment", "database", "origin"),
    [
        (
            "memory://",
            {"DATABASE_URL": "sqlite:///a.db", "USE_SQLITE": "true", **PARTS},
            "memory://",
            "--database",
        ),
        (
            None,
            {"DATABASE_URL": "sqlite:///a.db", "USE_SQLITE": "true", **PARTS},
            "sqlite:///a.db",
            "DATABASE_URL",
        ),
        (None, {"USE_SQLITE": "true", **PARTS}, "sqlite:///succotash.db", "USE_SQLITE"),
        (None, {"USE_SQLITE": "false", **PARTS}, "postgresql://writer:***@db.example:5432/shop", "DB_*"),
        (
            None,
            {"DB_HOST": "db.example"},
            "postgresql://app_user@db.example:5432/supreme_octosuccotash_db",
            "DB_*",
        ),
        (None, {"DB_NAME": "shop"}, "postgresql://app_user@localhost:5432/shop", "DB_*"),
        (None, {"DB_USER": "me"}, "postgresql://me@localhost:5432/supreme_octosuccotash_db", "DB_*"),
        (
            None,
            {"DB_PASSWORD": "x"},
            "postgresql://app_user:***@localhost:5432/supreme_octosuccotash_db",
            "DB_*",
        ),
        (None, {"DB_PORT": "5433"}, "sqlite:///succotash.db", "default"),
        (None, {"DATABASE_URL": "", "USE_SQLITE": "", "DB_HOST": ""}, "sqlite:///succotash.db", "default"),
    ],
)
def test_the_stronger_setting_wins(
    argument: str | None, environment: dict[str, str], database: str, origin: str
) -> None:
    settings = Settings.load(argument, environment)
    assert (settings.database_shown, settings.origin) == (database, origin)


def test_an_absolute_sqlite_file_has_four_slashes() -> None:
    assert Settings.load("sqlite:////var/lib/shop.db", {}).database.path == Path("/var/lib/shop.db")


def test_the_short_name_of_postgresql_is_accepted() -> None:
    assert Settings.load("postgres://me@host/shop", {}).database.url == "postgresql://me@host/shop"


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
def test_special_characters_of_a_password_reach_either_driver_unharmed(driver: str) -> None:
    parts = {**PARTS, "DB_PASSWORD": "p@s:s/w#r?d %ü", "DB_USER": "a@b", "DB_PORT": "6000"}
    url = Settings.load(environment=parts).database.url
    told = _parsed_by(driver, url)
    assert told["password"] == "p@s:s/w#r?d %ü"
    assert (told["user"], told["host"], told["port"], told["dbname"]) == ("a@b", "db.example", "6000", "shop")


@pytest.mark.parametrize("host", ["/run/postgresql", "::1"])
def test_a_host_may_be_a_socket_folder_or_an_address_of_version_6(host: str) -> None:
    told = _parsed_by("psycopg", Settings.load(environment={"DB_HOST": host, "DB_PORT": "6000"}).database.url)
    assert (told["host"], told["port"]) == (host, "6000")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"postgresql://me:{SECRET}@host:5/shop", "postgresql://me:***@host:5/shop"),
        (f"postgres://:{SECRET}@host/shop", "postgresql://:***@host/shop"),
        (
            f"postgresql://host/shop?sslmode=require&password={SECRET}",
            "postgresql://host/shop?sslmode=require&password=***",
        ),
        (f"postgresql://host/shop?pass%77ord={SECRET}", "postgresql://host/shop?pass%77ord=***"),
        (
            f"postgresql:///shop?sslpassword={SECRET}&host=/run",
            "postgresql:///shop?sslpassword=***&host=/run",
        ),
    ],
)
def test_a_password_in_a_url_is_never_shown(url: str, shown: str) -> None:
    settings = Settings.load(environment={"DATABASE_URL": url})
    assert settings.database_shown == shown
    assert SECRET in settings.database.url
    assert SECRET not in repr(settings) + repr(settings.shown()) + str(settings)


def test_a_password_of_its_own_variable_is_never_shown() -> None:
    settings = Settings.load(environment=PARTS)
    rows = {name: (value, origin) for name, value, origin in settings.shown()}
    assert rows["DB_PASSWORD"] == ("***", "environment")
    assert rows["database"] == ("postgresql://writer:***@db.example:5432/shop", "DB_*")
    assert SECRET not in repr(settings) + repr(settings.shown())


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://me:{SECRET}@host/shop",
        f"postgresql://me:p@{SECRET}@host/shop",
        f"postgresql://me:p/{SECRET}@host/shop",
        f"postgresql://me:p?{SECRET}@host/shop",
        f"postgresql://me:p#{SECRET}@host/shop",
        f"postgresql://me:%{SECRET}@host/shop",
        f"postgresql://me:%00{SECRET}@host/shop",
        f"postgresql://me:p {SECRET}@host/shop",
        f"postgresql://host:{SECRET}/shop",
        f"postgresql://[{SECRET}/shop",
        f"sqlite:///shop.db?key={SECRET}",
        f"sqlite://{SECRET}",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///a\nb.db",
        "",
    ],
)
@pytest.mark.parametrize("origin", ["--database", "DATABASE_URL"])
def test_a_url_that_is_none_is_refused_in_one_line_that_names_the_setting_and_no_secret(url: str, origin: str) -> None:
    error = _refusal(url, {}) if origin == "--database" else _refusal(None, {"DATABASE_URL": url or " "})
    assert error.message.startswith(origin)
    assert (error.code, error.details) == ("setting", {"setting": origin})
    _assert_one_line_without_secret(error)


@pytest.mark.parametrize("scheme", ["postgresql+psycopg2", "postgresql+psycopg", "postgres+asyncpg", "postgresql+"])
def test_a_url_that_names_a_driver_is_refused_with_what_to_write(scheme: str) -> None:
    error = _refusal(f"{scheme}://me:{SECRET}@host/shop", {})
    assert error.message.startswith("--database names a driver: write postgresql:// and set DATABASE_DRIVER")
    _assert_one_line_without_secret(error)


def test_only_postgresql_has_a_driver_in_use() -> None:
    environment = {"DATABASE_DRIVER": "psycopg2"}
    assert Settings.load("postgresql://me@host/shop", environment).driver_in_use == "psycopg2"
    assert Settings.load("sqlite:///shop.db", environment).driver_in_use is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_PORT", "65536"),
        ("DB_PORT", SECRET),
        ("DB_POOL_SIZE", "0"),
        ("DB_POOL_SIZE", "1e3"),
        ("DB_MAX_OVERFLOW", "-1"),
        ("DB_POOL_TIMEOUT", "0"),
        ("DB_POOL_TIMEOUT", "nan"),
        ("DB_POOL_RECYCLE", "inf"),
        ("DB_LOCK_TIMEOUT", "0"),
        ("DB_LOCK_TIMEOUT", "for ever"),
        ("DB_CONNECT_TIMEOUT", "-1"),
        ("USE_SQLITE", SECRET),
        ("SQL_ECHO", "perhaps"),
        ("DATABASE_DRIVER", SECRET),
    ],
)
def test_a_value_that_cannot_be_right_is_refused_in_one_line_that_names_the_variable(name: str, value: str) -> None:
    error = _refusal(None, {**PARTS, name: value})
    assert error.message.startswith(f"{name} is not valid: ")
    assert (error.code, error.details) == ("setting", {"setting": name})
    _assert_one_line_without_secret(error)


def test_the_shown_settings_tell_which_were_set() -> None:
    rows = Settings.load(environment={"DATABASE_DRIVER": "psycopg2", "SQL_ECHO": "1"}).shown()
    assert ("DATABASE_DRIVER", "psycopg2", "environment") in rows
    assert ("SQL_ECHO", "true", "environment") in rows
    assert ("DB_POOL_SIZE", "5", "default") in rows
    assert ("DB_PASSWORD", "", "default") in rows


def test_the_environment_of_the_process_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "memory://")
    assert Settings.load().database.dialect is Dialect.MEMORY


def _refusal(argument: str | None, environment: dict[str, str]) -> InvalidValue:
    with pytest.raises(InvalidValue) as refused:
        Settings.load(argument, environment)
    return refused.value


def _assert_one_line_without_secret(error: InvalidValue) -> None:
    whole = f"{error!r} {error.message} {error.details} {error.__cause__!r} {error.__context__!r}"
    assert SECRET not in whole
    assert "\n" not in error.message


def _parsed_by(driver: str, url: str) -> dict[str, object]:
    if driver == "psycopg":
        from psycopg.conninfo import conninfo_to_dict

        return dict(conninfo_to_dict(url))
    from psycopg2.extensions import parse_dsn

    return dict(parse_dsn(url))


def test_who_only_looks_waits_no_longer_than_told_and_never_longer_than_set() -> None:
    patient = Settings.load("memory://", {"DB_LOCK_TIMEOUT": "45", "DB_POOL_SIZE": "3"})
    assert patient.waiting_at_most(2).environment == patient.environment.model_copy(update={"db_lock_timeout": 2})
    assert patient.waiting_at_most(60).environment == patient.environment
    assert Settings.load("memory://", {}).environment.db_lock_timeout == 30
    assert Settings.load("memory://", {}).environment.db_connect_timeout == 5
