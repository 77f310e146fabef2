"""What people write today to bring ready rows into a table of ours: nothing is read, checked or compared by these."""

from __future__ import annotations

import importlib
import os
import shutil
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import psycopg
import psycopg.conninfo

from benchmarks.measuring.cases import Facts, Sample
from benchmarks.measuring.machine import watched
from tests.servers.found_binaries import machine_binaries, package_binaries

Rows: TypeAlias = "list[dict[str, Any]]"

LEDGER_ENTRY = (
    "insert into imports (file, content_hash, account, assumed_currency, kind, platform, encoding, rows, total_rows, "
    "rejected_rows, inserted, updated, unchanged, findings, imported_at) values "
    "('ready.csv', 'ready', '', '', 'ad_metrics', 'google_ads', 'utf-8', 0, 0, 0, 0, 0, 0, '{}', "
    "'2026-01-01T00:00:00.000000Z')"
)
"""The import that ready rows belong to, with the id 1."""


def psql() -> str:
    """The program beside the server's own, else the one on the path."""
    beside = (found.folder / "psql" for found in (*machine_binaries(), *package_binaries()))
    found = next((str(path) for path in beside if path.is_file()), None) or shutil.which("psql")
    if found is None:
        raise SystemExit("these benchmarks compare with psql, and there is none on this machine")
    return found


def psql_copy(facts: Facts, file: str, table: str = "ad_metrics", before: str = "") -> Sample:
    """`\\copy` of a ready file, in a process of its own, whose start is counted."""
    return _said_to_psql(facts, *filter(None, (before, f"\\copy {table} from '{facts[file]}'")))


def psql_starts(facts: Facts) -> Sample:
    """A psql that connects and says nothing."""
    return _said_to_psql(facts, "select")


def _said_to_psql(facts: Facts, *commands: str) -> Sample:
    """The password goes by the environment, and so into no list of processes and no error."""
    told = psycopg.conninfo.conninfo_to_dict(facts["url"])
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    place = {name: str(told[key]) for key, name in names.items() if told.get(key)}
    program = [psql(), "--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1"]
    return Sample(*watched([*program, *(f"--command={one}" for one in commands)], os.environ | place))


def ready_rows(url: str) -> Rows:
    """The rows of a database that the export was imported into, in the order of the file."""
    with psycopg.connect(url) as connection:
        cursor = connection.execute("select * from ad_metrics order by line")
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def ready_file(url: str, file: Path, order: str) -> Path:
    """The same as a file for `\\copy`, by `line` in the order of the export, by `fact_key` in that of the indexes."""
    statement = f"copy (select * from ad_metrics order by {order}) to stdout".encode()
    with (
        file.open("wb") as ready,
        psycopg.connect(url) as connection,
        connection.cursor() as cursor,
        cursor.copy(statement) as rows,
    ):
        ready.writelines(rows)
    return file


def timed(work: Callable[[], object]) -> Sample:
    started = time.perf_counter()
    work()
    return Sample(time.perf_counter() - started)


def execute_values(facts: Facts) -> Sample:
    """psycopg2's own, with pages of a thousand rows, ten times its default."""
    psycopg2 = importlib.import_module("psycopg2")
    extras = importlib.import_module("psycopg2.extras")
    rows = ready_rows(facts["ready"])
    statement = f"insert into ad_metrics ({', '.join(rows[0])}) values %s"
    with closing(psycopg2.connect(facts["url"])) as connection:

        def work() -> None:
            with connection.cursor() as cursor:
                extras.execute_values(cursor, statement, [tuple(row.values()) for row in rows], page_size=1_000)
            connection.commit()

        return timed(work)


def add_all(facts: Facts) -> Sample:
    """SQLAlchemy's ORM: an object a row."""
    orm = importlib.import_module("sqlalchemy.orm")
    rows, engine = ready_rows(facts["ready"]), _engine(facts)
    mapped = _mapped(engine)

    def work() -> None:
        with orm.Session(engine) as session:
            session.add_all(mapped(**row) for row in rows)
            session.commit()

    return timed(work)


def to_sql(facts: Facts) -> Sample:
    """pandas with `method="multi"`, in pieces that PostgreSQL still takes."""
    pandas = importlib.import_module("pandas")
    engine = _engine(facts)
    frame = pandas.DataFrame(ready_rows(facts["ready"]))
    whole = frame.select_dtypes("float").columns  # counts with gaps have become floats
    frame[whole] = frame[whole].astype("Int64")
    return timed(
        lambda: frame.to_sql("ad_metrics", engine, if_exists="append", index=False, method="multi", chunksize=2_000)
    )


def _engine(facts: Facts) -> Any:
    sqlalchemy = importlib.import_module("sqlalchemy")
    engine = sqlalchemy.create_engine(facts["url"].replace("postgresql://", "postgresql+psycopg://", 1))
    engine.connect().close()
    return engine


def _mapped(engine: Any) -> Any:
    """A class for the table, its columns as the database has them."""
    automap = importlib.import_module("sqlalchemy.ext.automap")
    base = automap.automap_base()
    base.prepare(autoload_with=engine)
    return base.classes.ad_metrics
