"""Where customers came from."""

from fractions import Fraction

import pytest

from domain.payback.question import By
from domain.payback.statement import PaybackStatus
from tests.unit.payback.building import aliases, ask, covered, orders, row_of, spend


@pytest.mark.parametrize(
    ("source", "medium", "means"),
    [
        ("google", "cpc", "google_ads"),
        (" Google ", "CPC", "google_ads"),
        ("facebook", "paid_social", "meta_ads"),
        ("instagram", "social", "organic_social"),
        ("google", "organic", "organic"),
        ("bing", "cpc", "microsoft_ads"),
        ("newsletter", "email", "email"),
        ("newsletter", "", "email"),
        ("podcast", "audio", "podcast"),
        ("google", "a medium nobody knows", "google"),
        ("(direct)", "(none)", "direct"),
        ("all", "cpc", "all_source"),
        ("", "", "unknown"),
    ],
)
def test_a_tagged_link_names_a_platform_only_for_a_paid_medium(source: str, medium: str, means: str) -> None:
    assert aliases().of_utm(source, medium) == means


def test_the_first_counting_order_tells_the_source() -> None:
    statement = ask(
        orders(
            {"who": "a@example.com", "at": "2025-01-02", "utm_source": "google", "utm_medium": "cpc", "gross": "0"},
            {"who": "a@example.com", "at": "2025-01-03", "utm_source": "facebook", "utm_medium": "cpc"},
            {"who": "a@example.com", "at": "2025-01-04", "utm_source": "tiktok", "utm_medium": "cpc"},
            {"who": "b@example.com", "at": "2025-01-31", "click_id": "gclid"},
            {"who": "c@example.com", "at": "2025-01-31", "source": "Facebook"},
            {"who": "d@example.com", "at": "2025-01-31"},
        )
    )
    customers = {row.source: row.new_customers for row in statement.rows}
    assert customers == {"all": 4, "google_ads": 1, "meta_ads": 2, "unknown": 1}
    assert statement.customers_with_known_source == 3


def test_the_sources_come_in_order_and_add_up_to_all() -> None:
    statement = ask(
        orders(
            {"who": "b@example.com", "at": "2025-01-31", "utm_source": "zine", "utm_medium": "print"},
            {"who": "c@example.com", "at": "2025-01-31"},
        ),
        daily=spend({"day": "2025-01-10", "spend": "5"}, {"day": "2025-01-10", "spend": "6", "platform": "meta_ads"}),
        coverage=(covered("2025-01-01", "2025-01-31"), covered("2025-01-01", "2025-01-31", "meta_ads")),
    )
    assert [row.source for row in statement.rows] == ["all", "google_ads", "meta_ads", "zine", "unknown"]
    parts = [row for row in statement.rows if row.source != "all"]
    assert sum(row.spend or 0 for row in parts) == row_of(statement, "all", "2025-01").spend
    assert sum(row.new_customers for row in parts) == row_of(statement, "all", "2025-01").new_customers


def test_a_campaign_is_matched_by_name_or_id_and_the_rest_is_kept_as_unmatched() -> None:
    link = {"utm_source": "google", "utm_medium": "cpc", "at": "2025-01-31"}
    statement = ask(
        orders(
            {"who": "a@example.com", "utm_campaign": " brand ", **link},
            {"who": "b@example.com", "utm_campaign": "77", **link},
            {"who": "c@example.com", "utm_campaign": "gone", **link},
            {"who": "d@example.com", "at": "2025-01-31"},
        ),
        daily=spend(
            {"day": "2025-01-10", "spend": "5", "campaign": "Brand"},
            {"day": "2025-01-10", "spend": "7", "campaign": "Old name", "campaign_id": "77"},
            {"day": "2025-01-11", "spend": "1", "campaign": "New name", "campaign_id": "77"},
            {"day": "2025-01-11", "spend": "2"},
        ),
        coverage=(covered("2025-01-01", "2025-01-31"),),
        by=By.CAMPAIGN,
    )
    shown = {(row.source, row.campaign): (row.spend, row.new_customers) for row in statement.rows}
    assert shown == {
        ("all", None): (15_000_000, 4),
        ("google_ads", "Brand"): (5_000_000, 1),
        ("google_ads", "New name"): (8_000_000, 1),
        ("google_ads", "unmatched"): (2_000_000, 1),
        ("unknown", "unmatched"): (None, 1),
    }
    assert statement.customers_matched == 2


def test_customers_of_no_known_campaign_did_not_come_for_free() -> None:
    statement = ask(
        orders({"who": "c@example.com", "utm_campaign": "gone", "at": "2025-01-31", "click_id": "gclid"}),
        daily=spend({"day": "2025-01-10", "spend": "5", "campaign": "Brand"}),
        coverage=(covered("2025-01-01", "2025-01-31"),),
        by=By.CAMPAIGN,
    )
    row = row_of(statement, "google_ads", "2025-01", "unmatched")
    assert (row.spend, row.cac, row.status) == (None, None, PaybackStatus.NO_SPEND_DATA)


def test_attributed_roas_is_the_revenue_of_the_sources_customers_in_the_month_over_its_spend() -> None:
    statement = ask(
        orders(
            {"who": "a@example.com", "at": "2025-01-03", "click_id": "gclid", "gross": "10"},
            {"who": "a@example.com", "at": "2025-02-28", "gross": "30"},
            {"who": "b@example.com", "at": "2025-02-28", "gross": "50"},
        ),
        daily=spend({"day": "2025-01-10", "spend": "5"}, {"day": "2025-02-10", "spend": "6"}),
        coverage=(covered("2025-01-01", "2025-02-28"),),
    )
    assert row_of(statement, "google_ads", "2025-02").attributed_roas == 5
    assert row_of(statement, "google_ads", "2025-02").blended_roas is None
    assert row_of(statement, "all", "2025-02").blended_roas == Fraction(80, 6)
    assert row_of(statement, "all", "2025-02").attributed_roas is None


def test_a_campaign_that_only_unallocated_spend_names_is_known_all_the_same() -> None:
    statement = ask(
        orders({"who": "a@example.com", "utm_campaign": "Brand", "click_id": "gclid", "at": "2025-01-31"}),
        period=spend({"start": "2025-01-15", "end": "2025-02-15", "spend": "5", "campaign": "Brand"}),
        by=By.CAMPAIGN,
    )
    assert statement.customers_matched == 1
