"""What must hold of two books whatever is in them, and however they came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.payback.books import NOWHERE, count_once
from domain.payback.facts import OrderFacts
from domain.payback.question import PaybackQuestion
from domain.payback.roles import BookRoles
from domain.payback.statement import PaybackStatement
from domain.science.identities import connected_identities
from tests.contract.building import keep
from tests.contract.building import orders as order_rows
from tests.contract.storages import in_memory
from tests.unit.payback.building import ask, orders

Row = dict[str, Any]
STEP = timedelta(minutes=20)
"""Sales are this far apart or at one moment, and a payment is within a fourth of it: each is nearest to its own."""

SALES = st.lists(
    st.fixed_dictionaries(
        {
            "who": st.sampled_from([f"{name}@example.com" for name in "abcd"]),
            "step": st.integers(0, 72 * 25),
            "gross": st.sampled_from(["0", "10", "10", "30", "12.34"]),
            "state": st.sampled_from(["paid", "paid", "paid", "refunded", "in part", "pending", "cancelled"]),
            "late": st.integers(-300, 300),
            "currency": st.sampled_from(["USD", "USD", "EUR", ""]),
            "click_id": st.sampled_from(["", "gclid"]),
        }
    ),
    max_size=12,
)
_IN_SHOP = {"in part": "partially_refunded"}
_IN_STRIPE = {"in part": "partially_refunded", "pending": "failed", "cancelled": "paid"}


def at(sale: Row, seconds: int = 0) -> str:
    moment = datetime(2025, 1, 2, 0, 30) + sale["step"] * STEP + timedelta(seconds=seconds)  # noqa: DTZ001  UTC is said
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"


def shop_book(sales: Sequence[Row]) -> list[dict[str, str | None]]:
    return [
        {
            **{name: sale[name] for name in ("who", "gross", "currency")},
            "number": f"#{number:03}",
            "at": at(sale),
            "status": _IN_SHOP.get(sale["state"], sale["state"]),
            "refunded": {"refunded": sale["gross"], "in part": "1"}.get(sale["state"], "0"),
        }
        for number, sale in enumerate(sales)
    ]


def stripe_book(sales: Sequence[Row]) -> list[dict[str, str | None]]:
    return [
        {
            **{name: sale[name] for name in ("who", "gross", "currency", "click_id")},
            "platform": "stripe",
            "customer_id": f"stripe::cus_{sale['who'][0]}",
            "number": f"ch_{number:03}",
            "at": at(sale, sale["late"]),
            "status": _IN_STRIPE.get(sale["state"], sale["state"]),
            "refunded": {"refunded": sale["gross"], "in part": "1"}.get(sale["state"], "0"),
        }
        for number, sale in enumerate(sales)
    ]


def refunds(sales: Sequence[Row]) -> list[dict[str, str | None]]:
    """Refunds of the payments as rows of their own, days after: the shop tells them with the order."""
    return [
        {
            **book,
            "gross": "-1",
            "refunded": None,
            "number": f"re_{book['number']}",
            "refund_of": book["number"],
            "at": at(sale, 7_200),
        }
        for sale, book in zip(sales, stripe_book(sales), strict=True)
        if sale["state"] == "in part"
    ]


def figures_of_all(statement: PaybackStatement) -> tuple[object, ...]:
    """What is told of `all` and of the customers, but for where these came from."""
    people = statement.people
    return (
        [row for row in statement.rows if row.source == "all"],
        [month for month in statement.calendar if month.source == "all"],
        (statement.customers, statement.free_orders, statement.orders_without_identity, statement.other_currencies),
        sorted(zip(people.first_day.tolist(), people.orders.tolist(), people.net.tolist(), strict=True)),
    )


@settings(deadline=None)
@given(sales=SALES, wins=st.sampled_from([None, "shopify"]))
def test_the_payments_of_the_same_sales_change_no_figure_of_all(sales: list[Row], wins: str | None) -> None:
    shop = shop_book(sales)
    alone = ask(orders(*shop), as_of="2025-02-28")
    both = ask(
        orders(*shop, *stripe_book(sales), *refunds(sales)), as_of="2025-02-28", orders_from=wins if sales else None
    )
    assert figures_of_all(both) == figures_of_all(alone)
    assert both.customers_with_known_source >= alone.customers_with_known_source
    came_in = sum(sale["state"] != "pending" for sale in sales)
    assert len([notice for notice in both.notices if notice.code == "two_books"]) == (came_in > 0)
    assert "payments_without_order" not in {notice.code for notice in both.notices}


@settings(deadline=None)
@given(sales=SALES)
def test_asked_for_the_processor_answers_as_if_there_were_no_shop(sales: list[Row]) -> None:
    """As far as the shop has nothing that the processor lacks."""
    sold = [sale for sale in sales if sale["state"] not in {"pending", "cancelled"}]
    alone = ask(orders(*stripe_book(sold)), as_of="2025-02-28")
    both = ask(orders(*shop_book(sold), *stripe_book(sold)), as_of="2025-02-28", orders_from="stripe" if sold else None)
    assert figures_of_all(both) == figures_of_all(alone)


@settings(deadline=None, max_examples=40)
@given(sales=SALES, data=st.data())
def test_neither_the_order_of_imports_nor_how_the_files_are_cut_changes_anything(
    sales: list[Row], data: st.DataObject
) -> None:
    facts = orders(*shop_book(sales), *stripe_book(sales), *refunds(sales))
    rows = [{name: getattr(facts, name)[n] for name in _names()} | {"line": 1} for n in range(len(facts))]
    shuffled = data.draw(st.permutations(rows))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(rows)), max_size=4)))
    one = _imported([rows])
    other = _imported([shuffled[start:end] for start, end in zip([0, *cuts], [*cuts, len(rows)], strict=True)])
    first, second = ask(one, as_of="2025-02-28"), ask(other, as_of="2025-02-28")
    assert (first.rows, first.calendar, first.notices) == (second.rows, second.calendar, second.notices)
    assert first.people.histories.key.tolist() == second.people.histories.key.tolist()


def _names() -> list[str]:
    return [column.name for column in fields(OrderFacts)]


def _imported(files: Sequence[Sequence[Row]]) -> OrderFacts:
    """The orders as a database gives them after these imports."""
    storage = in_memory(1)
    for file in files:
        keep(storage.imports, order_rows(*({name: _cell(cell) for name, cell in row.items()} for row in file)))
    with storage.facts.snapshot() as snapshot:
        return snapshot.orders()


def _cell(cell: Any) -> Any:
    return cell.item() if isinstance(cell, np.generic) else cell


@settings(deadline=None)
@given(sales=SALES)
def test_a_sale_at_two_processors_and_a_shop_is_counted_once_whoever_wins(sales: list[Row]) -> None:
    sold = [sale for sale in sales if sale["state"] == "paid"]
    other = [{**row, "platform": "paypal", "number": f"pp_{n}"} for n, row in enumerate(stripe_book(sold))]
    facts = orders(*shop_book(sold), *stripe_book(sold), *other)
    customer = connected_identities(facts.customer_id, facts.email, facts.phone).person
    roles = BookRoles(shops=frozenset({"shopify"}), processors=frozenset({"stripe", "paypal"}))
    for wins in ("shopify", "stripe", "paypal"):
        once = count_once(facts, customer, replace(PaybackQuestion(), orders_from=wins), roles, "USD")
        assert facts.platform[once.counts].tolist() == [wins] * len(sold)
        assert set(facts.platform[once.counted_as].tolist()) <= {wins}
        assert (once.counted_as != NOWHERE).all()
