from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.shared.errors import InvalidValue
from domain.shared.periods import Month, Period, business_zone, local_days, month_index, zone_instants

ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"}))
INSTANTS = st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1))  # noqa: DTZ001 (numpy's have no zone)


@settings(deadline=None)
@given(st.lists(INSTANTS, min_size=1, max_size=5), ZONES)
def test_local_days_agree_with_converting_each_instant(instants: list[datetime], zone: str) -> None:
    found = local_days(np.array(instants, dtype="datetime64[us]"), ZoneInfo(zone))
    assert found.tolist() == [instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date() for instant in instants]


@settings(deadline=None)
@given(st.lists(INSTANTS, min_size=1, max_size=5), ZONES)
def test_instants_of_local_times_agree_with_converting_each(times: list[datetime], zone: str) -> None:
    found = zone_instants(np.array([*times, "NaT"], dtype="datetime64[us]"), ZoneInfo(zone))
    utc = [time.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None) for time in times]
    assert found.tolist() == [*utc, None]


@pytest.mark.parametrize(
    ("local", "instant"),
    [
        ("2025-03-30T01:59:59", "2025-03-30T00:59:59"),
        ("2025-03-30T02:30:00", "2025-03-30T01:30:00"),
        ("2025-03-30T03:00:00", "2025-03-30T01:00:00"),
        ("2025-10-26T02:30:00", "2025-10-26T00:30:00"),
        ("2025-10-26T03:00:00", "2025-10-26T02:00:00"),
    ],
)
def test_on_the_days_on_which_the_clocks_change_each_time_has_its_own_offset(local: str, instant: str) -> None:
    [found] = zone_instants(np.array([local], dtype="datetime64[us]"), ZoneInfo("Europe/Berlin"))
    assert found == np.datetime64(instant)


def test_a_missing_instant_has_no_day() -> None:
    assert np.isnat(local_days(np.array(["NaT"], dtype="datetime64[us]"), ZoneInfo("UTC")))[0]
    assert local_days(np.empty(0, dtype="datetime64[us]"), ZoneInfo("UTC")).shape == (0,)


def test_months_know_their_first_and_last_day() -> None:
    leap = Month.of(date(2024, 2, 10))
    assert (leap.first_day, leap.last_day, str(leap)) == (date(2024, 2, 1), date(2024, 2, 29), "2024-02")
    assert month_index(np.array(["2024-02-29"], dtype="datetime64[D]"))[0] == leap.index


def test_a_period_includes_its_last_day_and_knows_whether_it_is_inside_one_month() -> None:
    assert Period(date(2025, 1, 1), date(2025, 1, 31)).length == 31
    assert Period(date(2025, 1, 1), date(2025, 1, 31)).within_one_month
    assert not Period(date(2025, 1, 31), date(2025, 2, 1)).within_one_month
    assert not Period(date(2024, 1, 1), date(2025, 1, 1)).within_one_month
    with pytest.raises(InvalidValue):
        Period(date(2025, 1, 2), date(2025, 1, 1))


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Australia", "a\x00b", "localtime", "right/UTC"])
def test_a_zone_that_is_none_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        business_zone(name)
    assert "\n" not in raised.value.message
