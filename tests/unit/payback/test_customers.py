"""The customers one by one: who they are, what they have spent, and the ids under which they are shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from hashlib import blake2b

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.payback.question import By
from domain.payback.statement import PaybackStatement
from domain.science.identities import connected_identities
from domain.shared.columns import ints, sums_by_group, texts
from tests.unit.payback.building import ask, orders

MERGED = orders(
    {"who": "ann@example.com", "at": "2025-01-05", "gross": "100", "click_id": "gclid", "number": "1"},
    {"who": "bob@example.com", "at": "2025-01-20", "gross": "50", "phone": "+4912345678", "number": "2"},
    {"email": "", "at": "2025-02-10", "gross": "40", "refunded": "10", "phone": "+4912345678", "number": "3"},
    {"email": "ANN@else.example", "customer_id": "shop:7", "at": "2025-02-11", "gross": "5", "number": "4"},
    {"who": "ann@example.com", "customer_id": "shop:7", "at": "2025-03-01", "gross": "6", "number": "5"},
    {"who": "", "at": "2025-03-02", "gross": "25", "number": "6"},
    {"who": "", "at": "2025-03-03", "gross": "-10", "email": "bob@example.com", "refund_of": "2", "number": "7"},
    {"who": "free@example.com", "at": "2025-03-03", "gross": "0", "number": "8"},
)


def by_identity(statement: PaybackStatement) -> dict[str, tuple[str, int, int, str]]:
    """First day, counting orders, net in whole units and source by identity."""
    people = statement.people
    columns = (
        people.first_day.astype(str).tolist(),
        people.orders.tolist(),
        people.net.tolist(),
        people.source.tolist(),
    )
    rows = zip(people.identity.tolist(), *columns, strict=True)
    return {identity: (day, number, net // 1_000_000, source) for identity, day, number, net, source in rows}


def id_of(kind: str, identifier: str, key: bytes = bytes(32)) -> str:
    return "c" + blake2b(f"{kind}:{identifier}".encode(), key=key, digest_size=10).hexdigest()


def test_each_customer_has_the_orders_of_all_their_identifiers() -> None:
    assert by_identity(ask(MERGED)) == {
        "ann@example.com": ("2025-01-05", 3, 111, "google_ads"),
        "bob@example.com": ("2025-01-20", 2, 70, "unknown"),
    }


def test_what_has_not_happened_yet_is_not_in_it() -> None:
    assert by_identity(ask(MERGED, as_of="2025-02-28")) == {
        "ann@example.com": ("2025-01-05", 1, 100, "google_ads"),
        "bob@example.com": ("2025-01-20", 2, 80, "unknown"),
        "shop:7": ("2025-02-11", 1, 5, "unknown"),
    }


def test_a_customer_goes_by_the_first_identifier_of_the_first_counting_order() -> None:
    statement = ask(
        orders(
            {"email": "early@example.com", "customer_id": "shop:1", "gross": "0", "at": "2025-01-01"},
            {"email": "", "phone": "+4912345678", "customer_id": "shop:1", "at": "2025-01-02"},
            {"email": "", "phone": "+4900000000", "at": "2025-01-03"},
            {"email": "x@example.com", "phone": "+4911111111", "at": "2025-01-04"},
        )
    )
    assert sorted(statement.people.identity) == ["+4900000000", "shop:1", "x@example.com"]


def test_a_public_id_is_the_keyed_hash_of_the_least_identifier() -> None:
    people = ask(MERGED).people
    found = {people.identity[at]: people.ids.of(at) for at in range(len(people))}
    assert found == {
        "ann@example.com": id_of("customer_id", "shop:7"),
        "bob@example.com": id_of("email", "bob@example.com"),
    }


def test_of_several_identifiers_of_a_kind_the_least_text_gives_the_id() -> None:
    people = ask(
        orders(
            {"email": "b@x.de", "customer_id": "shop:7"},
            {"email": "a@x.de"},
            {"email": "c@x.de", "customer_id": "shop:10"},
            {"email": "b@x.de", "customer_id": "shop:10"},
        )
    ).people
    ids = {people.identity[at]: people.ids.of(at) for at in range(len(people))}
    assert ids == {"shop:7": id_of("customer_id", "shop:10"), "a@x.de": id_of("email", "a@x.de")}


def test_the_id_of_any_identifier_leads_to_the_customer() -> None:
    people = ask(MERGED).people
    ann = [
        id_of("email", "ann@example.com"),
        id_of("email", "ANN@else.example"),
        id_of("customer_id", "shop:7"),
    ]
    assert len({people.ids.find(one) for one in ann}) == 1
    assert people.identity[people.ids.find(ann[0]) or 0] == "ann@example.com"
    bob = people.ids.find(id_of("phone", "+4912345678"))
    assert bob is not None
    assert people.identity[bob] == "bob@example.com"


def test_what_is_no_customers_id_leads_nowhere() -> None:
    ids = ask(MERGED).people.ids
    strangers = [
        id_of("email", "free@example.com"),
        id_of("email", "shop:7"),
        id_of("email", "ann@example.com", b"other"),
    ]
    known = id_of("customer_id", "shop:7")
    assert ids.find(known) is not None
    broken = [
        "",
        known[:17] + f"{int(known[17:], 16) ^ 1:04x}",
        "ann@example.com",
        known[:-1],
        known + "0",
        known + "\n",
        known.upper(),
        "d" + known[1:],
    ]
    assert [ids.find(one) for one in [*strangers, *broken]] == [None] * 11


def test_ids_are_the_same_under_every_question_about_the_same_orders() -> None:
    def shown(**question: object) -> set[str]:
        people = ask(MERGED, **question).people  # type: ignore[arg-type]
        return {people.ids.of(at) for at in range(len(people))}

    questions: list[dict[str, object]] = [
        {"by": By.CAMPAIGN},
        {"margin": "0.5"},
        {"exclude_tax": True},
        {"as_of": "2025-12-31"},
    ]
    assert {frozenset(shown(**question)) for question in [{}, *questions]} == {frozenset(shown())}


def test_ids_are_those_of_one_database() -> None:
    people = ask(MERGED).people
    elsewhere = replace(people, key=b"another database's key of bytes!")
    assert {people.ids.of(at) for at in range(2)}.isdisjoint({elsewhere.ids.of(at) for at in range(2)})


def test_neither_names_nor_the_key_stand_in_a_statements_repr() -> None:
    shown = repr(ask(MERGED))
    assert "ann@" not in shown
    assert "shop:7" not in shown
    assert "x00" not in shown


def test_identifiers_in_other_currencies_make_one_customer_but_not_one_book() -> None:
    statement = ask(
        orders(
            {"who": "a@example.com", "at": "2025-01-02", "gross": "10"},
            {"who": "a@example.com", "phone": "+4912345678", "at": "2025-01-03", "gross": "99", "currency": "EUR"},
            {"who": "z@example.com", "at": "2025-01-03", "gross": "99", "currency": "EUR"},
        )
    )
    assert by_identity(statement) == {"a@example.com": ("2025-01-02", 1, 10, "unknown")}
    assert statement.people.ids.find(id_of("phone", "+4912345678")) == 0
    assert statement.people.ids.find(id_of("email", "z@example.com")) is None


def test_a_history_is_told_newest_first_with_the_refunds_in_it() -> None:
    people = ask(MERGED).people
    bob = people.ids.find(id_of("email", "bob@example.com"))
    assert bob is not None
    bookings, total = people.histories.newest(bob, 10)
    assert [(one.number, one.gross, one.refunded, one.net, one.counts) for one in bookings] == [
        ("7", -10_000_000, None, 0, False),
        ("3", 40_000_000, 10_000_000, 30_000_000, True),
        ("2", 50_000_000, None, 40_000_000, True),
    ]
    assert total == 3
    assert people.histories.newest(bob, 2) == (bookings[:2], 3)
    assert sum(one.net for one in bookings) == people.net[bob]


def test_sums_beyond_64_bits_stay_exact() -> None:
    big = 2**62
    sums = sums_by_group(ints([big, big, big, -5, -big, -big, -big]), ints([0, 0, 0, 1, 2, 2, 2]), 4)
    assert sums.tolist() == [3 * big, -5, -3 * big, 0]
    edges = sums_by_group(ints([2**63 - 1, -(2**62)]), ints([0, 1]), 2)
    assert (str(edges.dtype), edges.tolist()) == ("int64", [2**63 - 1, -(2**62)])


WHO = st.sampled_from(["", *(f"{name}@example.com" for name in "abcdef")])
PHONE = st.sampled_from(["", "", "+4911111111", "+4922222222"])
DAY = st.integers(0, 5).map(lambda days: str(date(2025, 1, 1) + timedelta(days)))
AMOUNT = st.integers(-2_000, 9_999).map(lambda cents: f"{cents / 100:.2f}")
CURRENCY = st.sampled_from(["USD", "USD", "", "EUR"])
SHOP = st.lists(
    st.fixed_dictionaries({"who": WHO, "phone": PHONE, "at": DAY, "gross": AMOUNT, "currency": CURRENCY}), max_size=25
)


@settings(deadline=None)
@given(SHOP)
def test_customers_and_everybody_else_add_up_to_all_that_was_booked(shop: list[dict[str, str | None]]) -> None:
    facts = orders(*shop)
    statement = ask(facts)
    ours = np.isin(facts.currency.astype(str), ("", "USD"))
    person = connected_identities(facts.customer_id, facts.email, facts.phone).person
    told = [(int(who), int(gross)) for who, gross, here in zip(person, facts.gross, ours, strict=True) if here]
    customers = {who for who, gross in told if who >= 0 and gross > 0}
    others = sum(gross for who, gross in told if who not in customers)
    booked = sum(month.booked or 0 for month in statement.calendar if month.source == "all")
    assert sum(statement.people.net.tolist()) + others == booked == int(facts.gross[ours].sum())
    assert len(statement.people) == len(customers) == statement.customers


@settings(deadline=None)
@given(SHOP)
def test_the_customers_of_the_sources_are_those_of_the_rows(shop: list[dict[str, str | None]]) -> None:
    statement = ask(orders(*shop))
    listed = Counter(statement.people.source.tolist())
    counted = Counter[str]()
    for row in statement.rows:
        counted[row.source] += row.new_customers
    assert counted.pop("all", 0) == len(statement.people) == sum(listed.values())
    assert listed == +counted


@settings(deadline=None)
@given(SHOP)
def test_the_list_is_in_the_order_of_first_day_and_id_and_each_place_in_it_is_found_again(
    shop: list[dict[str, str | None]],
) -> None:
    people = ask(orders(*shop)).people
    keys = [(str(people.first_day[at]), people.ids.of(at)) for at in people.listed.tolist()]
    assert keys == sorted(set(keys))
    for place, (day, public_id) in enumerate(keys, start=1):
        assert people.listed_through(date.fromisoformat(day), public_id) == place
        assert people.listed_through(date.fromisoformat(day), "c" + "0" * 20) == sum(key[0] < day for key in keys)
        assert people.listed_through(date.fromisoformat(day), "c" + "f" * 20) == sum(key[0] <= day for key in keys)
    assert people.listed_through(date(2024, 1, 1), "c" + "f" * 20) == 0
    assert people.listed_through(date(2024, 1, 1), "no id") is None


def test_equal_first_days_are_told_apart_by_the_id() -> None:
    people = ask(orders(*_strangers(300))).people
    ids = [people.ids.of(at) for at in people.listed.tolist()]
    assert ids == sorted(ids)
    assert len(set(ids)) == 300


def test_the_least_name_is_found_among_many_as_by_going_through_them() -> None:
    rows: list[dict[str, str | None]] = [
        {"who": f"{(number * 37) % 50}@x.de", "customer_id": f"shop:{number % 20}" if number % 3 else ""}
        for number in range(60)
    ]
    facts = orders(*rows)
    people = ask(facts).people
    names: dict[int, set[tuple[str, str]]] = {}
    for who, email, number in zip(people.histories.customer, facts.email, facts.customer_id, strict=True):
        names.setdefault(int(who), set()).update({("email", email), ("customer_id", number)} - {("customer_id", "")})
    assert max(map(len, names.values())) > 3
    for who, known in names.items():
        assert people.ids.of(who) == id_of(*min(known))


def _strangers(number: int) -> list[dict[str, str | None]]:
    return [{"who": f"{one}@example.com", "at": "2025-01-05"} for one in range(number)]


def test_there_is_nobody_in_an_empty_book() -> None:
    people = ask(orders()).people
    assert (len(people), people.listed.tolist(), people.ids.find("c" + "0" * 20)) == (0, [], None)
    assert connected_identities(texts([])).person.tolist() == []
