from __future__ import annotations

import pytest

from domain.shared.errors import StorageError, StorageUnavailable
from infrastructure.container import build_container
from infrastructure.postgres.errors import unreachable
from infrastructure.settings import Settings
from infrastructure.upkeep import advice_on


def refused(said: str) -> StorageError:
    """The error for a server that answers a new connection with these words."""
    cause = RuntimeError(said)
    try:
        raise unreachable(cause, "db.example:5432/shop") from cause
    except StorageUnavailable as error:
        return error


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ('FATAL:  password authentication failed for user "me"', "check user and password"),
        ("fe_sendauth: no password supplied", "check user and password"),
        ('FATAL:  no pg_hba.conf entry for host "::1"', "pg_hba.conf"),
        ('FATAL:  database "shop" does not exist', "check user and database"),
        ('FATAL:  permission denied for database "shop"', "grant"),
        ("could not translate host name", "check the host"),
        ("connection refused", "start it, or name another one"),
    ],
)
def test_the_advice_fits_what_the_server_said(said: str, advice: str) -> None:
    assert advice in advice_on(refused(said))


def test_a_right_that_is_missing_is_known_by_its_sqlstate() -> None:
    assert "grant" in advice_on(StorageError("verweigert", sqlstate="42501"))
    assert advice_on(StorageError("verweigert", sqlstate="42P01"), "something else") == "something else"


def test_a_usable_database_needs_no_advice_and_another_does() -> None:
    with build_container(Settings.load("memory://", {})) as container:
        assert (container.database_health().advice, container.database_writable().advice) == ("", "")
    with build_container(Settings.load("postgresql://me@127.0.0.1:1/shop", {"DB_POOL_TIMEOUT": "1"})) as container:
        assert "start it" in container.database_health().advice
