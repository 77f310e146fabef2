"""Whose orders count where two books have the same sale: the parameter `orders_from`."""

from __future__ import annotations

import pytest

from tests.cli.exports import SHOP
from tests.cli.test_two_books import STRIPE
from tests.http.running import Running, code_of

QUESTION = {"as_of": "2025-04-15", "currency": "USD"}
PATHS = ["/api/v1/payback", "/api/v1/ltv/cohorts", "/api/v1/ltv/customers"]


def stocked(server: Running) -> Running:
    assert server.post(SHOP, "orders.csv").status_code == 201
    assert server.post(STRIPE, "payments.csv").status_code == 201
    return server


def test_the_book_that_is_asked_for_counts(on_each: Running) -> None:
    server = stocked(on_each)
    usual = server.json("/api/v1/payback", **QUESTION)
    asked = server.json("/api/v1/payback", **QUESTION, orders_from="Stripe")
    assert (usual["orders_from"], asked["orders_from"]) == (None, "stripe")
    [notice] = [warning for warning in asked["warnings"] if warning["code"] == "two_books"]
    assert notice["message"] == "stripe and shopify share 5 sales (890.00 USD): each counted once, from stripe"
    assert [answer["payback"][0]["ltv"]["m1"] for answer in (usual, asked)] == ["90.000000", "95.000000"]


@pytest.mark.parametrize("path", PATHS)
def test_every_question_takes_it_and_says_it(server: Running, path: str) -> None:
    assert stocked(server).json(path, **QUESTION, orders_from="stripe")["orders_from"] == "stripe"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("name", "says"), [("paypal", "there are orders from shopify, stripe"), ("%", "not a platform")]
)
def test_a_platform_without_orders_is_a_wrong_parameter(server: Running, path: str, name: str, says: str) -> None:
    answer = stocked(server).get(path, **QUESTION, orders_from=name)
    assert (answer.status_code, code_of(answer)) == (422, "invalid_request")
    [part] = answer.json()["errors"]
    assert part["at"] == "query.orders_from"
    assert says in part["message"]
