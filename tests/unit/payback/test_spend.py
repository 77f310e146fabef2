"""Spend: counted once, blank where nothing is known, never spread."""

from datetime import date

from domain.payback.facts import Rate
from domain.payback.statement import PaybackStatement, PaybackStatus
from tests.unit.payback.building import ask, covered, month_spend, orders, row_of, spend

NOBODY = orders()


def spent(statement: PaybackStatement, source: str, month: str) -> tuple[int | None, bool]:
    row = row_of(statement, source, month)
    return row.spend, row.spend_partial


def test_a_covered_day_without_a_row_is_zero_and_the_month_is_complete() -> None:
    statement = ask(
        NOBODY,
        daily=spend({"day": "2025-01-10", "spend": "5"}),
        coverage=(covered("2025-01-01", "2025-02-28"),),
        as_of="2025-02-28",
    )
    assert spent(statement, "google_ads", "2025-01") == (5_000_000, False)
    assert spent(statement, "google_ads", "2025-02") == (0, False)


def test_a_month_of_which_some_days_are_not_covered_is_marked_partial() -> None:
    statement = ask(
        NOBODY,
        daily=spend({"day": "2025-01-10", "spend": "5"}),
        coverage=(covered("2025-01-10", "2025-01-31"),),
        as_of="2025-02-28",
    )
    assert spent(statement, "google_ads", "2025-01") == (5_000_000, True)
    assert [str(row.cohort) for row in statement.rows] == ["2025-01", "2025-01"]


def test_days_after_the_as_of_day_are_not_missed_and_their_spend_has_not_happened() -> None:
    statement = ask(
        NOBODY,
        daily=spend({"day": "2025-01-10", "spend": "5"}, {"day": "2025-01-16", "spend": "7"}),
        coverage=(covered("2025-01-01", "2025-01-15"),),
        as_of="2025-01-15",
    )
    assert spent(statement, "google_ads", "2025-01") == (5_000_000, False)


def test_the_last_day_of_the_range_is_in_it() -> None:
    statement = ask(
        NOBODY,
        daily=spend({"day": "2025-01-15", "spend": "5"}),
        coverage=(covered("2025-01-15", "2025-01-15"),),
        as_of="2025-01-15",
    )
    assert row_of(statement, "all", "2025-01").spend == 5_000_000


def test_a_month_row_counts_whole_once_its_first_day_has_come() -> None:
    row, days = month_spend("2025-04", "100")
    statement = ask(NOBODY, period=spend(row), coverage=(days,), as_of="2025-04-01")
    assert spent(statement, "unknown", "2025-04") == (100_000_000, False)
    assert ask(NOBODY, period=spend(row), coverage=(days,), as_of="2025-03-31").rows == ()


def test_daily_rows_win_over_a_row_for_the_whole_month_and_the_overlap_is_reported() -> None:
    row, days = month_spend("2025-01", "100", "google_ads")
    statement = ask(
        NOBODY,
        daily=spend({"day": "2025-01-10", "spend": "5"}),
        period=spend(row),
        coverage=(covered("2025-01-01", "2025-01-31"), days),
        as_of="2025-01-31",
    )
    assert spent(statement, "google_ads", "2025-01") == (5_000_000, False)
    assert statement.notices[-1].code == "spend_overlaps"
    assert "100.00" in statement.notices[-1].message


def test_the_campaign_level_wins_over_the_ad_level_on_the_days_that_it_covers() -> None:
    statement = ask(
        NOBODY,
        daily=spend(
            {"day": "2025-01-10", "spend": "5", "level": "campaign"},
            {"day": "2025-01-10", "spend": "4", "level": "ad"},
            {"day": "2025-01-20", "spend": "3", "level": "ad"},
        ),
        coverage=(covered("2025-01-01", "2025-01-15"), covered("2025-01-10", "2025-01-31", level="ad")),
        as_of="2025-01-31",
    )
    assert spent(statement, "google_ads", "2025-01") == (8_000_000, False)


def test_platform_files_win_over_platform_less_spend_in_the_months_that_they_cover() -> None:
    january, february = month_spend("2025-01", "100"), month_spend("2025-02", "200")
    statement = ask(
        NOBODY,
        daily=spend({"day": "2025-01-10", "spend": "5"}),
        period=spend(january[0], february[0]),
        coverage=(covered("2025-01-01", "2025-01-31"), january[1], february[1]),
        as_of="2025-02-28",
    )
    assert spent(statement, "all", "2025-01") == (5_000_000, False)
    assert [str(row.cohort) for row in statement.rows if row.source == "unknown"] == ["2025-02"]
    assert spent(statement, "all", "2025-02") == (200_000_000, True)


def test_spend_that_belongs_to_no_single_month_is_listed_and_never_spread() -> None:
    statement = ask(
        NOBODY,
        period=spend(
            {"start": "2025-01-27", "end": "2025-02-23", "spend": "365.22", "file": "a.csv", "campaign": "Fruit"},
            {"start": None, "end": None, "spend": "12", "file": "b.csv"},
        ),
        coverage=(covered("2025-01-27", "2025-02-23", daily=False),),
        as_of="2025-03-31",
    )
    assert [(line.file, line.spend) for line in statement.unallocated] == [
        ("a.csv", 365_220_000),
        ("b.csv", 12_000_000),
    ]
    assert statement.rows == ()


def test_a_source_in_another_currency_without_a_rate_is_not_free_of_charge() -> None:
    statement = ask(
        orders({"who": "ann@example.com", "at": "2025-01-05", "utm_source": "google", "utm_medium": "cpc"}),
        daily=spend({"day": "2025-01-10", "spend": "5", "currency": "EUR"}),
        coverage=(covered("2025-01-01", "2025-01-31"),),
        as_of="2025-01-31",
    )
    row = row_of(statement, "google_ads", "2025-01")
    assert (row.spend, row.cac, row.status) == (None, None, PaybackStatus.NO_SPEND_DATA)
    assert [(other.currency, other.spend) for other in statement.other_currencies] == [("EUR", 5_000_000)]


def test_no_spend_makes_no_roas_and_an_untold_conversion_value_is_not_zero() -> None:
    statement = ask(
        NOBODY,
        daily=spend({"day": "2025-01-10", "spend": "0", "value": "9"}, {"day": "2025-02-10", "spend": "4"}),
        coverage=(covered("2025-01-01", "2025-02-28"),),
        as_of="2025-02-28",
    )
    assert row_of(statement, "google_ads", "2025-01").claimed_roas is None
    assert row_of(statement, "google_ads", "2025-02").claimed_roas is None


def test_a_ratio_is_a_ratio_of_sums_not_a_mean_of_ratios() -> None:
    statement = ask(
        NOBODY,
        daily=spend(
            {"day": "2025-01-10", "spend": "1", "value": "10"}, {"day": "2025-01-11", "spend": "9", "value": "0"}
        ),
        coverage=(covered("2025-01-01", "2025-01-31"),),
        as_of="2025-01-31",
    )
    assert row_of(statement, "google_ads", "2025-01").claimed_roas == 1


def test_exports_of_the_same_days_with_other_columns_are_counted_once() -> None:
    statement = ask(
        NOBODY,
        daily=spend(
            {"day": "2025-01-10", "spend": "11"},
            {"day": "2025-01-10", "spend": "10", "shape": "campaign_id"},
            {"day": "2025-01-10", "spend": "9", "shape": "campaign_id device"},
            {"day": "2025-01-11", "spend": "7", "shape": "device"},
        ),
        coverage=(covered("2025-01-01", "2025-01-31"),),
        as_of="2025-01-31",
    )
    assert spent(statement, "google_ads", "2025-01") == (17_000_000, False)
    assert "20.00 USD of google_ads overlaps" in statement.notices[-1].message


def test_a_month_in_which_some_spend_stays_in_another_currency_is_not_free_of_charge() -> None:
    statement = ask(
        orders({"who": "ann@example.com", "at": "2025-02-28"}),
        daily=spend(
            {"day": "2025-01-10", "spend": "5", "currency": "EUR"},
            {"day": "2025-02-10", "spend": "5", "currency": "EUR"},
        ),
        coverage=(covered("2025-01-01", "2025-02-28"),),
        rates=(Rate(day=date(2025, 2, 1), currency="EUR", into="USD", rate="2"),),
    )
    assert [str(row.cohort) for row in statement.rows if row.source == "google_ads"] == ["2025-02"]
    assert spent(statement, "google_ads", "2025-02") == (10_000_000, False)


def test_overlaps_are_told_in_their_own_currencies() -> None:
    row, days = month_spend("2025-01", "300", currency="EUR")
    statement = ask(
        NOBODY,
        daily=spend({"day": "2025-01-10", "spend": "5"}),
        period=spend(row),
        coverage=(covered("2025-01-01", "2025-01-31"), days),
        as_of="2025-01-31",
    )
    assert "300.00 EUR of unknown overlaps" in " ".join(notice.message for notice in statement.notices)


def test_a_platform_may_be_called_like_a_word_of_the_table() -> None:
    row, days = month_spend("2025-01", "90", "all")
    statement = ask(NOBODY, period=spend(row), coverage=(days,), as_of="2025-01-31")
    assert {row.source: row.spend for row in statement.rows} == {"all": 90_000_000, "all_source": 90_000_000}


def test_spend_with_and_without_an_account_name_is_warned_of() -> None:
    statement = ask(
        NOBODY,
        daily=spend({"day": "2025-01-10", "spend": "5"}, {"day": "2025-01-10", "spend": "5", "account": "Main"}),
        coverage=(covered("2025-01-01", "2025-01-31"), covered("2025-01-01", "2025-01-31", account="Main")),
        as_of="2025-01-31",
    )
    assert "account_unnamed" in [notice.code for notice in statement.notices]


def test_a_row_whose_spend_is_not_told_covers_no_day() -> None:
    row, _ = month_spend("2025-01", "0", "google_ads")
    statement = ask(
        orders({"who": "ann@example.com", "at": "2025-01-31", "click_id": "gclid"}),
        daily=spend({"day": "2025-01-10", "spend": None, "platform": "meta_ads"}),
        period=spend(row | {"spend": None, "value": "7"}),
    )
    google = row_of(statement, "google_ads", "2025-01")
    assert (google.spend, google.cac, google.status) == (None, None, PaybackStatus.NO_SPEND_DATA)
    assert [row.source for row in statement.rows] == ["all", "google_ads"]


def test_what_lies_behind_the_as_of_day_does_not_change_the_answer() -> None:
    row, days = month_spend("2025-01", "3000", "google_ads")
    later = spend({"day": "2025-01-31", "spend": "2"}, {"day": "2025-03-05", "spend": "1", "platform": "bing"})
    coverage = (covered("2025-01-31", "2025-02-28"), covered("2025-03-05", "2025-03-05", "bing"))
    before = ask(NOBODY, period=spend(row), coverage=(days,), as_of="2025-01-30")
    assert (
        ask(NOBODY, daily=later, period=spend(row), coverage=(days, *coverage), as_of="2025-01-30").rows == before.rows
    )
    assert spent(before, "all", "2025-01") == (3_000_000_000, False)


def test_customers_of_unknown_origin_did_not_come_for_free_where_platform_files_took_over() -> None:
    row, days = month_spend("2025-02", "500")
    statement = ask(
        orders({"who": "a@example.com", "at": "2025-01-05"}, {"who": "b@example.com", "at": "2025-02-28"}),
        daily=spend({"day": "2025-01-31", "spend": "1"}, {"day": "2025-02-01", "spend": "1"}),
        period=spend(row),
        coverage=(covered("2025-01-01", "2025-02-28"), days),
    )
    for month in ("2025-01", "2025-02"):
        unknown = row_of(statement, "unknown", month)
        assert (unknown.spend, unknown.cac, unknown.status) == (None, None, PaybackStatus.NO_SPEND_DATA)
        assert spent(statement, "all", month) == (1_000_000, False)


def test_what_is_known_in_the_reports_currency_stays_and_is_marked_partial() -> None:
    (dollars, days), (euros, _) = (
        month_spend("2025-01", "40", "google_ads"),
        month_spend("2025-01", "100", "google_ads"),
    )
    statement = ask(NOBODY, period=spend(dollars, euros | {"currency": "EUR"}), coverage=(days,), as_of="2025-01-31")
    assert spent(statement, "google_ads", "2025-01") == (40_000_000, True)
