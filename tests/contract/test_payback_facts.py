"""The contract of `PaybackFacts` and its snapshots."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.imports.rows import Coverage
from domain.payback.facts import CoveredDays, Rate
from domain.shared.columns import MISSING
from domain.shared.errors import Conflict, StorageError
from tests.contract.building import (
    DAY,
    Cells,
    ad_metrics,
    cells_of,
    covered,
    id_of,
    keep,
    new_record,
    new_request,
    orders,
    rates,
)
from tests.contract.storages import Storage
from tests.contract.strategies import NASTY, ad_metric_cells, coverages, distinct, order_cells, rate_cells

_drawn = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_runs = count(1)
NEXT_DAY = DAY + timedelta(1)


def test_an_empty_database_has_empty_columns(storage: Storage) -> None:
    with storage.facts.snapshot() as facts:
        assert cells_of(facts.orders()) == []
        assert cells_of(facts.daily_spend(currency="USD", by_campaign=True)) == []
        assert cells_of(facts.daily_spend(currency="USD", by_campaign=False)) == []
        assert cells_of(facts.period_spend()) == []
        assert (facts.currencies(), facts.coverage(), facts.rates()) == ((), (), ())


def version_of(storage: Storage) -> str:
    with storage.facts.snapshot() as facts:
        return facts.version()


def test_each_import_changes_the_version_whatever_it_brings(storage: Storage) -> None:
    seen = [version_of(storage)]
    for facts in ([orders({})], [orders({})], [ad_metrics({})], [rates({})], []):
        keep(storage.imports, *facts)
        seen.append(version_of(storage))
    with storage.imports.begin() as tx:
        for _ in range(2):
            tx.ledger.add(new_record())
        tx.commit()
    seen.append(version_of(storage))
    assert len(set(seen)) == len(seen)


def test_the_version_stays_without_an_import(storage: Storage) -> None:
    entry, _ = keep(storage.imports, orders({}))
    before = version_of(storage)
    with storage.imports.begin() as tx:  # a dry run
        tx.facts.write_orders(id_of(tx.ledger.add(new_record())), orders({"gross": 7}))
    with storage.imports.begin() as tx, pytest.raises(Conflict):
        tx.ledger.add(replace(entry, id=None))
    with storage.imports.begin(read_only=True) as tx:
        tx.ledger.page_imports()
    with storage.imports.begin() as tx:  # a file that is known already, under a key of its own
        tx.requests.add(new_request(import_id=id_of(entry)))
        tx.commit()
    assert version_of(storage) == before


def test_a_snapshot_keeps_its_version_and_nobody_sees_the_next_one_before_the_commit(storage: Storage) -> None:
    with storage.facts.snapshot() as facts:
        before = facts.version()
        with storage.imports.begin() as tx:
            tx.ledger.add(new_record())
            assert version_of(storage) == before
            tx.commit()
        assert facts.version() == before
    assert version_of(storage) != before


@_drawn
@given(rows=distinct(order_cells))
def test_orders_come_back_as_they_were_written_in_the_order_of_their_keys(storage: Storage, rows: list[Cells]) -> None:
    prefix = f"run {next(_runs):06}:"
    rows = [{**row, "key": prefix + row["key"]} for row in rows]
    keep(storage.imports, orders(*rows))
    with storage.facts.snapshot() as facts:
        told = [row for row in cells_of(facts.orders()) if row["key"].startswith(prefix)]
    assert told == [_without(row, "line") for row in sorted(rows, key=lambda row: row["key"])]


@_drawn
@given(rows=distinct(ad_metric_cells))
def test_spend_of_whole_periods_comes_back_line_by_line(storage: Storage, rows: list[Cells]) -> None:
    file = f"run {next(_runs)}.csv"
    rows = [{**row, "key": file + row["key"], "line": line} for line, row in enumerate(rows, start=1)]
    keep(storage.imports, ad_metrics(*rows), file=file)
    with storage.facts.snapshot() as facts:
        told = [row for row in cells_of(facts.period_spend()) if row["file"] == file]
    periods = [row for row in rows if row["start"] is None or row["start"] != row["end"]]
    names = told[0] if told else ()
    assert told == [
        {**{name: row.get(name) for name in names}, "file": file} for row in sorted(periods, key=_period_order)
    ]


@_drawn
@given(rows=distinct(rate_cells))
def test_rates_come_back_with_every_digit_in_their_order(storage: Storage, rows: list[Cells]) -> None:
    """The same key for all runs of one place: the later run's rate is the current one."""
    places = {(row["currency"], row["into"], row["day"]): row for row in rows}
    rows = [{**row, "key": "|".join(map(str, place))} for place, row in places.items()]
    keep(storage.imports, rates(*rows))
    with storage.facts.snapshot() as facts:
        told = facts.rates()
    assert list(told) == sorted(told, key=lambda rate: (rate.currency, rate.into, rate.day))
    for row in rows:
        assert Rate(**{name: row[name] for name in ("day", "currency", "into", "rate")}) in told


@_drawn
@given(intervals=st.lists(coverages, max_size=6))
def test_each_covered_interval_is_told_once_in_order(storage: Storage, intervals: list[Coverage]) -> None:
    keep(storage.imports, coverage=[*intervals, *intervals])
    keep(storage.imports, coverage=intervals)
    with storage.facts.snapshot() as facts:
        told = facts.coverage()
    assert list(told) == sorted(set(told), key=_coverage_order)
    assert {(c.platform, c.account, c.level, c.daily, c.start, c.end) for c in intervals} <= {
        (c.platform, c.account, c.level, c.daily, c.start, c.end) for c in told
    }


def test_covered_intervals_stand_daily_first_then_by_start_and_end(storage: Storage) -> None:
    later = DAY + timedelta(9)
    intervals = [
        covered(daily=False, end=later),
        covered(daily=False),
        covered(start=NEXT_DAY, end=later),
        covered(end=later),
        covered(),
        covered(account="a", daily=False),
        covered(platform="Z"),
    ]
    keep(storage.imports, coverage=intervals)
    with storage.facts.snapshot() as facts:
        told = facts.coverage()
    expected = [intervals[n] for n in (6, 4, 3, 2, 1, 0, 5)]
    assert [CoveredDays(**_fields(days)) for days in expected] == list(told)


def test_texts_are_ordered_by_code_points(storage: Storage) -> None:
    names = [name for name in NASTY if name]
    keep(storage.imports, orders(*({"key": name} for name in names)))
    keep(storage.imports, ad_metrics(*({"key": name, "platform": name} for name in names)))
    keep(
        storage.imports,
        ad_metrics(*({"key": f"2 {n}", "platform": n, "start": None, "end": None} for n in names)),
    )
    keep(storage.imports, coverage=[covered(platform=name) for name in names])
    with storage.facts.snapshot() as facts:
        assert facts.orders().key.tolist() == sorted(names)
        assert facts.daily_spend(currency="USD", by_campaign=False).platform.tolist() == sorted(names)
        assert facts.period_spend().platform.tolist() == sorted(names)
        assert [days.platform for days in facts.coverage()] == sorted(names)


def test_currencies_are_those_of_current_orders_and_spend(storage: Storage) -> None:
    keep(storage.imports, orders({"key": "a", "currency": "USD"}, {"key": "b", "currency": ""}))
    keep(storage.imports, orders({"key": "a", "currency": "GBP"}))
    keep(storage.imports, ad_metrics({"currency": "EUR"}), rates({"currency": "CHF", "into": "SEK"}))
    keep(
        storage.imports,
        ad_metrics({"key": "b", "currency": "SEK", "start": None, "end": None}, {"key": "c", "currency": ""}),
        assumed_currency="AUD",
    )
    with storage.facts.snapshot() as facts:
        assert facts.currencies() == ("EUR", "GBP", "SEK")


@pytest.mark.parametrize("by_campaign", [True, False])
def test_a_fact_is_in_the_currency_that_it_was_written_with(storage: Storage, by_campaign: bool) -> None:
    """What was assumed of a file is in its rows by then; of those without a currency nothing is known."""
    rows = ({"key": "a", "currency": "EUR"}, {"key": "b", "currency": ""})
    period = ({**row, "key": f"period {row['key']}", "end": NEXT_DAY} for row in rows)
    keep(storage.imports, orders(*rows), ad_metrics(*rows, *period), assumed_currency="AUD")
    with storage.facts.snapshot() as facts:
        assert facts.orders().currency.tolist() == ["EUR", ""]
        assert facts.daily_spend(currency="AUD", by_campaign=by_campaign).currency.tolist() == ["", "EUR"]
        assert facts.period_spend().currency.tolist() == ["", "EUR"]


def test_only_current_versions_are_told(storage: Storage) -> None:
    period = {"key": "p", "end": NEXT_DAY}
    keep(
        storage.imports,
        orders({"gross": 1}),
        ad_metrics({"spend": 1}, {**period, "spend": 1}),
        rates({"rate": "1"}),
    )
    keep(
        storage.imports,
        orders({"gross": 2}),
        ad_metrics({"spend": 2}, {**period, "spend": 2}),
        rates({"rate": "2"}),
    )
    with storage.facts.snapshot() as facts:
        assert facts.orders().gross.tolist() == [2]
        assert facts.daily_spend(currency="USD", by_campaign=True).spend.tolist() == [2]
        assert facts.period_spend().spend.tolist() == [2]
        assert [rate.rate for rate in facts.rates()] == ["2"]


def test_an_unchanged_row_leads_to_the_file_that_first_told_it(storage: Storage) -> None:
    row = {"end": NEXT_DAY}
    for file in ("first.csv", "second.csv"):
        keep(storage.imports, ad_metrics(row), file=file)
    with storage.facts.snapshot() as facts:
        assert facts.period_spend().file.tolist() == ["first.csv"]


DAILY = [
    {"key": "1", "campaign_id": "7", "campaign": "Brand", "spend": 1, "conversion_value": 10},
    {"key": "2", "campaign_id": "7", "campaign": "Brand", "spend": 2, "conversion_value": MISSING},
    {"key": "3", "campaign_id": "7", "campaign": "brand", "spend": 4, "conversion_value": MISSING},
    {"key": "4", "campaign_id": "8", "campaign": "Brand", "spend": MISSING, "conversion_value": MISSING},
    {"key": "5", "campaign_id": "7", "campaign": "Brand", "spend": 8, "start": NEXT_DAY, "end": NEXT_DAY},
    {"key": "6", "campaign_id": "7", "campaign": "Brand", "spend": 16, "level": "ad"},
    {"key": "7", "campaign_id": "7", "campaign": "Brand", "spend": 32, "account": "b"},
    {"key": "8", "campaign_id": "7", "campaign": "Brand", "spend": 64, "platform": "a"},
    {"key": "9", "campaign_id": "7", "campaign": "Brand", "spend": 128, "currency": ""},
    {"key": "10", "campaign_id": "7", "campaign": "Brand", "spend": 256, "end": NEXT_DAY},
    {"key": "11", "campaign_id": "7", "campaign": "Brand", "spend": 512, "shape": "device"},
    {"key": "12", "campaign_id": "7", "campaign": "Brand", "spend": 1024, "shape": "device"},
]


def test_daily_spend_of_one_currency_is_summed_per_campaign(storage: Storage) -> None:
    keep(storage.imports, ad_metrics(*DAILY))
    names = ("platform", "account", "level", "shape", "campaign_id", "campaign", "start", "currency", "spend")
    with storage.facts.snapshot() as facts:
        told = cells_of(facts.daily_spend(currency="USD", by_campaign=True))
    assert [tuple(row[name] for name in names) for row in told] == [
        ("a", "", "campaign", "", "7", "Brand", DAY, "USD", 64),
        ("google_ads", "", "ad", "", "7", "Brand", DAY, "USD", 16),
        ("google_ads", "", "campaign", "", "7", "Brand", DAY, "", 128),
        ("google_ads", "", "campaign", "", "7", "Brand", DAY, "USD", 3),
        ("google_ads", "", "campaign", "", "7", "Brand", NEXT_DAY, "USD", 8),
        ("google_ads", "", "campaign", "", "7", "brand", DAY, "USD", 4),
        ("google_ads", "", "campaign", "", "8", "Brand", DAY, "USD", MISSING),
        ("google_ads", "", "campaign", "device", "7", "Brand", DAY, "USD", 1536),
        ("google_ads", "b", "campaign", "", "7", "Brand", DAY, "USD", 32),
    ]
    assert [row["conversion_value"] for row in told] == [MISSING] * 3 + [10] + [MISSING] * 5
    assert {row["file"] for row in told} == {""}
    assert all(row["start"] == row["end"] for row in told)


def test_daily_spend_of_one_currency_is_summed_over_its_campaigns(storage: Storage) -> None:
    keep(storage.imports, ad_metrics(*DAILY))
    names = ("platform", "account", "level", "shape", "start", "currency", "spend", "conversion_value")
    with storage.facts.snapshot() as facts:
        told = cells_of(facts.daily_spend(currency="USD", by_campaign=False))
    assert [tuple(row[name] for name in names) for row in told] == [
        ("a", "", "campaign", "", DAY, "USD", 64, MISSING),
        ("google_ads", "", "ad", "", DAY, "USD", 16, MISSING),
        ("google_ads", "", "campaign", "", DAY, "", 128, MISSING),
        ("google_ads", "", "campaign", "", DAY, "USD", 7, 10),
        ("google_ads", "", "campaign", "", NEXT_DAY, "USD", 8, MISSING),
        ("google_ads", "", "campaign", "device", DAY, "USD", 1536, MISSING),
        ("google_ads", "b", "campaign", "", DAY, "USD", 32, MISSING),
    ]
    assert {(row["file"], row["campaign_id"], row["campaign"]) for row in told} == {("", "", "")}


@pytest.mark.parametrize("by_campaign", [True, False])
def test_daily_spend_in_other_currencies_stands_line_by_line_the_lower_first(
    storage: Storage, by_campaign: bool
) -> None:
    spends = [5, 3, MISSING, 3, -1]
    keep(storage.imports, ad_metrics(*({"currency": "EUR", "spend": spend} for spend in spends), {"spend": 7}))
    with storage.facts.snapshot() as facts:
        told = facts.daily_spend(currency="USD", by_campaign=by_campaign)
        assert told.currency.tolist() == ["EUR"] * 5 + ["USD"]
        assert told.spend.tolist() == [MISSING, -1, 3, 3, 5, 7]
        summed = facts.daily_spend(currency="EUR", by_campaign=by_campaign)
        assert (summed.currency.tolist(), summed.spend.tolist()) == (["EUR", "USD"], [10, 7])
        assert facts.daily_spend(currency="GBP", by_campaign=by_campaign).spend.tolist() == told.spend.tolist()


@pytest.mark.parametrize("by_campaign", [True, False])
@pytest.mark.parametrize("currency", ["USD", "EUR"])
def test_daily_spend_stands_by_shape_in_code_points_before_campaign_and_day(
    storage: Storage, by_campaign: bool, currency: str
) -> None:
    """Whether it is summed or stands line by line."""
    shapes = sorted(name for name in NASTY if name)
    days = [DAY + timedelta(len(shapes) - n) for n in range(len(shapes))]
    rows: list[Cells] = [
        {"key": shape, "shape": shape, "campaign_id": f"{-n:05}", "start": day, "end": day}
        for n, (shape, day) in enumerate(zip(shapes, days, strict=True))
    ]
    keep(storage.imports, ad_metrics(*rows[::-1]))
    with storage.facts.snapshot() as facts:
        told = facts.daily_spend(currency=currency, by_campaign=by_campaign)
    assert (told.shape.tolist(), told.start.tolist()) == (shapes, days)


@pytest.mark.parametrize("cells", [[MISSING, MISSING], [MISSING, 0], [0, MISSING, -5], [MISSING, 3, 4]])
def test_an_unknown_spend_adds_nothing_and_unknowns_only_stay_unknown(storage: Storage, cells: list[int]) -> None:
    keep(storage.imports, ad_metrics(*({"spend": cell, "conversion_value": cell} for cell in cells)))
    known = [cell for cell in cells if cell != MISSING]
    with storage.facts.snapshot() as facts:
        told = facts.daily_spend(currency="USD", by_campaign=True)
    assert told.spend.tolist() == told.conversion_value.tolist() == [sum(known) if known else MISSING]


@pytest.mark.parametrize("sign", [1, -1])
def test_sums_are_exact_to_the_last_unit_near_the_largest_number(storage: Storage, sign: int) -> None:
    cells = [sign * cell for cell in (2**62 - 1, 2**61 + 1, 2**53 + 1, 1, 3)]
    keep(storage.imports, ad_metrics(*({"spend": cell, "conversion_value": -cell} for cell in cells)))
    with storage.facts.snapshot() as facts:
        told = facts.daily_spend(currency="USD", by_campaign=True)
    assert (told.spend.tolist(), told.conversion_value.tolist()) == ([sum(cells)], [-sum(cells)])


@pytest.mark.parametrize("sign", [1, -1])
def test_a_sum_beyond_64_bits_is_refused_and_never_wrong(storage: Storage, sign: int) -> None:
    keep(storage.imports, ad_metrics({"spend": sign * 2**62}, {"spend": sign * 2**62}, {"spend": sign}))
    with storage.facts.snapshot() as facts, pytest.raises(StorageError) as refused:
        facts.daily_spend(currency="USD", by_campaign=True)
    assert (type(refused.value), refused.value.code) == (StorageError, "storage_error")


def test_spend_of_whole_periods_stands_in_its_order_those_without_a_period_first(storage: Storage) -> None:
    day, other = date(2026, 1, 1), date(2026, 1, 31)
    none: Cells = {"start": None, "end": None}
    ordered: list[Cells] = [
        {"platform": "A", "start": day, "end": other},
        {"platform": "a", "account": "1", "start": day, "end": other},
        {"platform": "a", "account": "2", "level": "ad", "start": day, "end": other},
        {"platform": "a", "account": "2", "level": "campaign", **none},
        {"platform": "a", "account": "2", "start": day, "end": other - timedelta(1)},
        {"platform": "a", "account": "2", "start": day, "end": other, "campaign_id": ""},
        {"platform": "a", "account": "2", "start": day, "end": other, "campaign_id": "10"},
        {"platform": "a", "account": "2", "start": day, "end": other, "campaign_id": "9", "campaign": "B"},
        {"platform": "a", "account": "2", "start": day, "end": other, "campaign_id": "9", "campaign": "b"},
        {"platform": "a", "account": "2", "start": day + timedelta(1), "end": other, "currency": "EUR"},
        {
            "platform": "a",
            "account": "2",
            "start": day + timedelta(1),
            "end": other,
            "currency": "USD",
            "line": 2,
        },
        {
            "platform": "a",
            "account": "2",
            "start": day + timedelta(1),
            "end": other,
            "currency": "USD",
            "line": 10,
        },
    ]
    numbered = [{"line": 5, **row, "key": str(n), "spend": n} for n, row in enumerate(ordered)]
    keep(storage.imports, ad_metrics(*numbered[::-1]))
    with storage.facts.snapshot() as facts:
        assert facts.period_spend().spend.tolist() == list(range(len(ordered)))


def test_equal_periods_of_two_files_stand_by_file_then_line(storage: Storage) -> None:
    for file, lines in (("b.csv", (1, 2)), ("a.csv", (3, 10)), ("B.csv", (4,))):
        rows = ({"key": f"{file} {line}", "line": line, "spend": line, "end": NEXT_DAY} for line in lines)
        keep(storage.imports, ad_metrics(*rows), file=file)
    with storage.facts.snapshot() as facts:
        told = facts.period_spend()
    assert list(zip(told.file, told.spend.tolist(), strict=True)) == [
        ("B.csv", 4),
        ("a.csv", 3),
        ("a.csv", 10),
        ("b.csv", 1),
        ("b.csv", 2),
    ]


def test_equal_periods_on_one_line_stand_by_their_keys(storage: Storage) -> None:
    keys = ["b", "ä", "B", "a"]
    keep(storage.imports, ad_metrics(*({"key": key, "end": NEXT_DAY, "spend": ord(key)} for key in keys)))
    with storage.facts.snapshot() as facts:
        assert [chr(spend) for spend in facts.period_spend().spend] == sorted(keys)


def test_a_snapshot_does_not_see_what_is_committed_later(storage: Storage) -> None:
    keep(storage.imports, orders({}), ad_metrics({}), rates({}), coverage=[covered()])
    with storage.facts.snapshot() as facts:
        keep(
            storage.imports,
            orders({"key": "new", "currency": "EUR"}),
            ad_metrics({"key": "new", "end": NEXT_DAY}),
        )
        keep(storage.imports, rates({"key": "new", "day": NEXT_DAY}), coverage=[covered(account="new")])
        assert len(facts.orders()) == len(facts.rates()) == len(facts.coverage()) == 1
        assert (len(facts.period_spend()), facts.currencies()) == (0, ("USD",))
    with storage.facts.snapshot() as facts:
        assert len(facts.orders()) == len(facts.rates()) == len(facts.coverage()) == 2
        assert (len(facts.period_spend()), facts.currencies()) == (1, ("EUR", "USD"))


def test_columns_once_read_may_be_changed_without_harm(storage: Storage) -> None:
    keep(storage.imports, orders({"gross": 1}))
    with storage.facts.snapshot() as facts:
        facts.orders().gross[0] = 99
        assert facts.orders().gross.tolist() == [1]


def test_a_reader_may_be_left_by_an_error(storage: Storage) -> None:
    def left_by_an_error() -> None:
        with storage.facts.snapshot() as facts:
            raise ZeroDivisionError(len(facts.orders()))

    with pytest.raises(ZeroDivisionError):
        left_by_an_error()
    with storage.facts.snapshot() as facts:
        assert len(facts.orders()) == 0


def _without(row: Cells, name: str) -> Cells:
    return {key: cell for key, cell in row.items() if key != name}


def _fields(days: object) -> Cells:
    names = ("platform", "account", "level", "daily", "start", "end")
    return {name: getattr(days, name) for name in names}


def _coverage_order(days: CoveredDays) -> tuple[object, ...]:
    return (days.platform, days.account, days.level, not days.daily, days.start, days.end)


def _period_order(row: Cells) -> tuple[object, ...]:
    days = (row["start"] is not None, row["start"] or DAY, row["end"] or DAY)
    own = (row["platform"], row["account"], row["level"])
    return (*own, *days, row["campaign_id"], row["campaign"], row["currency"], row["line"])
