"""Leads as the missing join: they tell the source of a first order that tells none."""

from __future__ import annotations

import pytest

from domain.payback.question import By
from domain.payback.statement import PaybackStatement
from domain.shared.periods import business_zone
from tests.unit.payback.building import ask, covered, leads, orders, spend

ANN, BOB = "ann@example.com", "bob@example.com"
Row = dict[str, str | None]
ORDER: Row = {"who": ANN, "at": "2025-01-10T12:00:00Z"}
META = {"who": ANN, "source": "meta_ads", "platform": "meta_lead_ads", "at": "2025-01-09T12:00:00Z"}


def asked(*told: dict[str, str], order: Row | None = None, **question: object) -> PaybackStatement:
    facts = orders(ORDER | (order or {}))
    return ask(facts, lead_facts=leads(*told), **{"as_of": "2025-01-31", **question})  # type: ignore[arg-type]


def source(statement: PaybackStatement) -> str:
    [found] = statement.people.source.tolist()
    return str(found)


def noticed(statement: PaybackStatement) -> list[str]:
    return [notice.message for notice in statement.notices if notice.code == "sources_from_leads"]


@pytest.mark.parametrize(
    ("lead", "means"),
    [
        ({"source": "meta_ads"}, "meta_ads"),
        ({"source": "Podcast"}, "podcast"),
        ({"utm_source": "google", "utm_medium": "cpc"}, "google_ads"),
        ({"utm_source": "google", "utm_medium": "organic"}, "organic"),
        ({"click_id": "fbclid", "source": "podcast"}, "meta_ads"),
        ({"utm_source": "google", "utm_medium": "cpc", "click_id": "fbclid"}, "google_ads"),
        ({"source": "unknown"}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_a_lead_tells_a_source_by_the_same_rules_as_an_order(lead: dict[str, str], means: str) -> None:
    statement = asked({"who": ANN, "at": "2025-01-09T12:00:00Z", **lead})
    assert (source(statement), statement.customers_with_known_source) == (means, int(means != "unknown"))


def test_the_notice_counts_the_customers_whose_source_a_lead_told() -> None:
    assert noticed(asked(META)) == [
        "1 customer has the source of the last lead before the first order, which tells none itself"
    ]
    two = orders(ORDER, ORDER | {"who": BOB}, ORDER | {"who": "cara@example.com", "click_id": "gclid"})
    statement = ask(two, lead_facts=leads(META, META | {"who": BOB}, META | {"who": "cara@example.com"}))
    assert noticed(statement) == [
        "2 customers have the source of the last lead before the first order, which tells none itself"
    ]
    assert sorted(statement.people.source.tolist()) == ["google_ads", "meta_ads", "meta_ads"]
    assert noticed(asked()) == noticed(asked(META | {"who": BOB})) == []


def test_what_the_order_tells_itself_stays() -> None:
    assert source(asked(META, order={"source": "podcast"})) == "podcast"
    assert source(asked(META, order={"utm_source": "zine", "utm_medium": "print"})) == "zine"


def test_the_other_book_of_the_same_sale_speaks_before_a_lead() -> None:
    facts = orders(ORDER, ORDER | {"platform": "stripe", "click_id": "gclid"})
    statement = ask(facts, lead_facts=leads(META), as_of="2025-01-31")
    assert (source(statement), noticed(statement)) == ("google_ads", [])


def test_the_last_lead_before_the_order_that_tells_a_source_counts() -> None:
    early, late = META | {"at": "2025-01-01T12:00:00Z", "source": "podcast"}, META
    silent = META | {"at": "2025-01-10T11:00:00Z", "source": ""}
    assert source(asked(early, late, silent)) == source(asked(silent, late, early)) == "meta_ads"


def test_of_leads_at_one_moment_the_one_with_the_last_key_counts() -> None:
    assert source(asked(META, META | {"source": "podcast"})) == "podcast"


@pytest.mark.parametrize(
    ("order", "lead", "means"),
    [
        ("2025-01-10T12:00:00Z", "2025-01-10T12:00:00Z", "meta_ads"),
        ("2025-01-10T12:00:00Z", "2025-01-10T12:00:01Z", "unknown"),
        ("2025-01-10T12:00:00Z", "2025-01-10", "meta_ads"),
        ("2025-01-10T12:00:00Z", "2025-01-11", "unknown"),
        ("2025-01-10", "2025-01-10T22:59:59Z", "meta_ads"),
        ("2025-01-10", "2025-01-10T23:00:00Z", "unknown"),
        ("2025-01-10", "2025-01-10", "meta_ads"),
        ("2025-01-10T13:00:00", "2025-01-10T12:00:00Z", "meta_ads"),
        ("2025-01-10T12:59:59", "2025-01-10T12:00:00Z", "unknown"),
        ("2025-01-10T12:00:00Z", "2025-01-10T13:00:00", "meta_ads"),
        ("2025-01-10T12:00:00Z", "2025-01-10T13:00:01", "unknown"),
    ],
)
def test_a_lead_is_there_before_the_order_as_far_as_is_told_in_the_business_zone(
    order: str, lead: str, means: str
) -> None:
    berlin = business_zone("Europe/Berlin")
    assert source(asked(META | {"at": lead}, order={"at": order}, zone=berlin)) == means


def test_a_lead_is_told_by_its_email_or_its_phone() -> None:
    phone = {**META, "who": "", "phone": "+4912345678"}
    assert source(asked(phone)) == "unknown"
    assert source(asked(phone, order={"phone": "+4912345678"})) == "meta_ads"


def test_a_lead_is_told_by_any_identifier_that_the_customer_has_by_the_as_of_day() -> None:
    later: Row = {"who": ANN, "phone": "+4912345678", "at": "2025-02-10T12:00:00Z"}
    phone = leads({**META, "who": "", "phone": "+4912345678"})
    facts = orders(ORDER, later)
    assert source(ask(facts, lead_facts=phone, as_of="2025-01-31")) == "unknown"
    assert source(ask(facts, lead_facts=phone, as_of="2025-02-28")) == "meta_ads"


def test_leads_make_no_customers_and_join_none() -> None:
    both = {**META, "who": ANN, "phone": "+4912345678"}
    facts = orders(ORDER, ORDER | {"who": BOB, "phone": "+4912345678"})
    statement = ask(facts, lead_facts=leads(both, META | {"who": "cara@example.com"}), as_of="2025-01-31")
    assert (statement.customers, statement.people.source.tolist()) == (2, ["meta_ads", "meta_ads"])
    assert ask(orders(), lead_facts=leads(META)).customers == 0


def test_a_lead_of_somebody_who_ordered_in_another_currency_only_tells_nothing() -> None:
    euros: Row = {"who": BOB, "at": "2025-01-10T12:00:00Z", "currency": "EUR"}
    statement = ask(orders(ORDER, euros), lead_facts=leads(META | {"who": BOB}), as_of="2025-01-31")
    assert (statement.customers, source(statement)) == (1, "unknown")


def test_a_lead_after_the_as_of_day_is_not_there_yet() -> None:
    """Its local day is what counts, as that of orders."""
    order: Row = {"at": "2025-01-31T23:30:00"}
    lead = META | {"at": "2025-01-31T23:10:00Z"}
    new_york, berlin = business_zone("America/New_York"), business_zone("Europe/Berlin")
    assert source(asked(lead, order=order, zone=new_york)) == "meta_ads"
    assert source(asked(lead, order=order, zone=berlin)) == "unknown"


def test_by_campaign_the_leads_campaign_is_matched_to_the_platforms() -> None:
    named = META | {"campaign": " spring sale "}
    campaign: Row = {"day": "2025-01-05", "spend": "50", "platform": "meta_ads", "campaign": "Spring Sale"}
    statement = ask(
        orders(ORDER),
        lead_facts=leads(named),
        daily=spend(campaign),
        coverage=(covered("2025-01-01", "2025-01-31", "meta_ads"),),
        as_of="2025-01-31",
        by=By.CAMPAIGN,
    )
    assert statement.people.campaign.tolist() == ["Spring Sale"]
    [row] = [row for row in statement.rows if row.campaign == "Spring Sale"]
    assert (row.source, row.new_customers, row.spend) == ("meta_ads", 1, 50_000_000)


def test_figures_of_all_are_the_same_with_and_without_leads() -> None:
    with_leads, without = asked(META), asked()
    assert [row for row in with_leads.rows if row.source == "all"] == [
        row for row in without.rows if row.source == "all"
    ]
