"""Activity: who did what, and when."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from domain.imports.hints import Hints
from domain.imports.summary import activity_sums
from domain.shared.periods import Period
from tests.unit.exports.files import activity, orders, reading, refusal, rejected

EVENTS = """user_id,event,at
u1,login,2025-01-05T23:00:00-05:00
u1,login,2025-01-05T23:00:00-05:00
u2,export,2025-01-07 10:00:00
"""


def test_an_event_is_who_what_and_when() -> None:
    result = reading(EVENTS)
    facts = activity(result)
    assert (result.platform, result.kind, result.rows, result.currency) == ("plain", "activity", 3, None)
    assert facts.customer_id.tolist() == ["plain:shop:u1", "plain:shop:u1", "plain:shop:u2"]
    assert facts.event.tolist() == ["login", "login", "export"]
    assert facts.happened_at.tolist()[0] == datetime.fromisoformat("2025-01-06T04:00:00")
    assert (np.isnat(facts.happened_at[2]), facts.happened_local.tolist()[2]) == (
        True,
        datetime.fromisoformat("2025-01-07T10:00:00"),
    )
    assert result.period == Period(date(2025, 1, 5), date(2025, 1, 7))


def test_equal_events_are_several() -> None:
    facts = activity(reading(EVENTS))
    head = "plain|shop|plain:shop:u1|login|2025-01-06T04:00:00.000000Z"
    assert facts.key.tolist()[:2] == [f"{head}|0", f"{head}|1"]


def test_who_acts_is_who_orders() -> None:
    order = orders(reading("user_id,date,amount\nu1,2025-01-05,10\n", hints=Hints(account="app")))
    event = activity(reading(EVENTS, hints=Hints(account="app")))
    assert order.customer_id[0] == event.customer_id[0]


@pytest.mark.parametrize(
    "header", ["customer_id,event_name,timestamp", "distinct_id,action,occurred_at", "User ID,Event Type,Event Time"]
)
def test_columns_have_the_usual_other_names(header: str) -> None:
    facts = activity(reading(EVENTS.replace("user_id,event,at", header)))
    assert (facts.event[2], facts.customer_id[2]) == ("export", "plain:shop:u2")


def test_columns_may_stand_in_any_order_and_an_address_is_one() -> None:
    facts = activity(reading("at;event;user_id\n2025-01-05;login; Ann@Example.org \n"))
    assert (facts.email[0], facts.customer_id[0]) == ("ann@example.org", "")


def test_events_of_nobody_nothing_and_never_are_rejected() -> None:
    result = reading("user_id,event,at\n,login,2025-01-05\nu1,,2025-01-05\nu1,login,\nu1,login,2025-01-05\n")
    assert rejected(result) == {
        2: "names nobody: an event is somebody's",
        3: "event is blank: nothing happened",
        4: "at is blank where a date must stand",
    }
    assert result.rows == 1


def test_the_sums_count_events_and_people() -> None:
    sums = activity_sums(activity(reading(EVENTS)))
    assert (sums.events, sums.people, sums.by_event) == (3, 2, (("export", 1), ("login", 2)))


def test_events_with_a_value_are_events() -> None:
    assert reading("user_id,event,timestamp,revenue\nu1,purchase,2025-01-05,10.00\n").kind == "activity"


def test_a_file_that_says_nothing_of_people_is_no_activity() -> None:
    assert refusal("event,at\nlogin,2025-01-05\n").startswith("unrecognised")
