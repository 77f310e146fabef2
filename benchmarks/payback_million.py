"""Payback over 1,000,000 orders and 1,000,000 campaign-days, beside the plain ways to its figures."""

import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a plain script, from any directory

import psycopg

from application.imports.options import ImportOptions
from benchmarks.measuring.cases import Benchmark, Case, Facts, Sample
from benchmarks.measuring.databases import database, folder, migrated, postgresql, settle, sqlite_url
from benchmarks.measuring.exports import ad_export, order_export
from benchmarks.measuring.machine import peak_memory
from benchmarks.measuring.peers import timed
from benchmarks.measuring.running import main
from benchmarks.measuring.succotash import opened
from domain.payback.question import PaybackQuestion

ROWS = 1_000_000
CAMPAIGNS, DAYS = 1_000, ROWS // 1_000
BARE, TEXTBOOK = "the driver reads the rows", "textbook SQL, months by days"

READ_ORDERS = """
    select fact_key, platform, account, number, refund_of, cast(ordered_at as text), cast(ordered_local as text),
           status, currency, gross, refunded, tax, shipping, customer_id, email, phone,
           utm_source, utm_medium, utm_campaign, click_id, source, campaign
    from orders where is_current
"""
READ_SPEND = """
    select platform, account, level, shape, cast(start_day as text), currency, sum(spend), sum(conversion_value)
    from ad_metrics where is_current group by 1, 2, 3, 4, 5, 6
"""
COHORTS = """
    with paid as (
        select coalesce(nullif(customer_id, ''), nullif(email, ''), phone) as customer, source,
               substr(cast(ordered_local as text), 1, 7) as month, gross - coalesce(refunded, 0) as net
        from orders
        where is_current and status in ('paid', 'partially_refunded', 'refunded')
    ), firsts as (
        select customer, min(month) as cohort from paid group by customer
    )
    select firsts.cohort, paid.source, paid.month, count(distinct paid.customer) as customers, sum(paid.net) as net
    from paid join firsts on firsts.customer = paid.customer
    group by 1, 2, 3
"""
SPEND = """
    select platform, substr(cast(start_day as text), 1, 7) as month, sum(spend) as spend
    from ad_metrics where is_current group by 1, 2
"""


@contextmanager
def setting() -> Iterator[Facts]:
    """Both databases with the same facts; importing them is measured on the way."""
    with folder() as here, postgresql() as server, database(server) as url:
        ads = ad_export(here / "ads.csv", campaigns=CAMPAIGNS, days=DAYS)
        orders = order_export(here / "orders.csv", orders=ROWS, customers=ROWS // 4, days=DAYS)
        file = migrated(here / "succotash.db")
        for place in (url, sqlite_url(file)):
            with opened(place) as container:
                container.get_import_handler().import_files([ads, orders], ImportOptions())
        settle(server)
        yield {"postgresql": url, "sqlite": sqlite_url(file), "file": str(file), "ads": str(ads), "orders": str(orders)}


def payback(facts: Facts, dialect: str, driver: str = "psycopg") -> Sample:
    """The answer of a program that has not been asked before."""
    with opened(facts[dialect], driver) as container:
        handler = container.get_payback_handler()
        started = time.perf_counter()
        view = handler.payback(PaybackQuestion())
        seconds = time.perf_counter() - started
    if not view["payback"]:
        raise SystemExit("there is no payback table")
    return Sample(seconds)


def on_postgresql(facts: Facts, *queries: str) -> Sample:
    """Through a cursor of the server, some rows at a time, in one snapshot."""
    with psycopg.connect(facts["postgresql"]) as connection:

        def work() -> None:
            for number, query in enumerate(queries):
                with connection.cursor(name=f"bare{number}") as cursor:
                    cursor.execute(query.encode())
                    while cursor.fetchmany(2_000):
                        pass

        return timed(work)


def on_sqlite(facts: Facts, *queries: str) -> Sample:
    with closing(sqlite3.connect(facts["file"])) as connection:

        def work() -> None:
            for query in queries:
                cursor = connection.execute(query)
                while cursor.fetchmany(2_000):
                    pass

        return timed(work)


@contextmanager
def empty_postgresql(facts: Facts) -> Iterator[Facts]:
    with postgresql() as server, database(server) as url:
        yield {**facts, "url": url}


@contextmanager
def empty_sqlite(facts: Facts) -> Iterator[Facts]:
    with folder() as here:
        yield {**facts, "url": sqlite_url(migrated(here / "succotash.db"))}


def imported(facts: Facts, export: str) -> Sample:
    with opened(facts["url"]) as container:
        handler = container.get_import_handler()
        sample = timed(lambda: handler.import_files([Path(facts[export])], ImportOptions()))
    return Sample(sample.seconds, peak_memory())


def _of(dialect: str, peer: str) -> str:
    return f"{dialect}: {peer}"


CASES = [
    Case(name="PostgreSQL: payback", run=partial(payback, dialect="postgresql"), peer=_of("PostgreSQL", BARE)),
    Case(
        name="PostgreSQL: payback, psycopg2",
        run=partial(payback, dialect="postgresql", driver="psycopg2"),
        peer=_of("PostgreSQL", BARE),
    ),
    Case(name=_of("PostgreSQL", BARE), run=lambda facts: on_postgresql(facts, READ_ORDERS, READ_SPEND)),
    Case(
        name=_of("PostgreSQL", TEXTBOOK),
        run=lambda facts: on_postgresql(facts, COHORTS, SPEND),
        peer="PostgreSQL: payback",
    ),
    Case(name="SQLite: payback", run=partial(payback, dialect="sqlite"), peer=_of("SQLite", BARE)),
    Case(name=_of("SQLite", BARE), run=lambda facts: on_sqlite(facts, READ_ORDERS, READ_SPEND)),
    Case(name=_of("SQLite", TEXTBOOK), run=lambda facts: on_sqlite(facts, COHORTS, SPEND), peer="SQLite: payback"),
    *(
        Case(name=f"{dialect}: import of the {export}", run=partial(imported, export=export), place=place, rounds=1)
        for dialect, place in (("PostgreSQL", empty_postgresql), ("SQLite", empty_sqlite))
        for export in ("ads", "orders")
    ),
]

BENCHMARK = Benchmark(
    key="payback_million",
    title=f"Payback over {ROWS:,} orders and {ROWS:,} campaign-days",
    cases=CASES,
    setting=setting,
    rounds=3,
    notes=f"""
{ROWS // 4:,} customers, {CAMPAIGNS:,} campaigns, {DAYS:,} days. Payback reads every current order and the days
of spend, finds who is one person by customer id, e-mail and phone, and works the whole table out, cohorts by
month and source, to the cent; it is asked once, of a program that has nothing in memory. "{BARE}" asks for the
same columns and drops them. "{TEXTBOOK}" is what one would write first: one identifier a customer, months of
the calendar, neither coverage nor maturity nor payback. The imports of the two files are told for their memory:
a large file of ads is read in parts, one of orders is in memory as a whole while it is read.
""",
    versions=("psycopg", "psycopg2-binary", "polars", "numpy"),
)

if __name__ == "__main__":
    main(BENCHMARK)
