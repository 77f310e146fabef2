"""The ends of what a cell may hold, in every encoding: written as the platforms write them, and read back equal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.shared.columns import MISSING
from domain.shared.money import decimal_text
from domain.shared.text import clean
from infrastructure.exports.delimited.unwrapping import unwrapped
from infrastructure.exports.shared.words import fold, words
from tests.unit.exports.files import ads, orders, reading

ENCODINGS = {"utf-8": b"", "utf-8-sig": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
ENCODING = st.sampled_from(sorted(ENCODINGS))
DELIMITER = st.sampled_from([",", "\t", ";", "|"])
MICROS = st.one_of(st.none(), st.integers(-(10**12), 10**15))
COUNT = st.one_of(st.none(), st.integers(0, 10**9))
DAY = st.dates(date(1970, 1, 2), date(2199, 12, 30))
NAME = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=12).filter(
    lambda name: (
        clean(name) == name
        and unwrapped(name) == name  # the guards of spreadsheets are no part of a name
        and fold(name) not in words().no_names | words().no_people
        and not fold(name).startswith("total: ")
    )
)
IDENTITY = NAME.filter(lambda name: "@" not in name)


def encoded(rows: Iterable[Sequence[str]], delimiter: str, encoding: str, preamble: str = "") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return ENCODINGS[encoding] + (preamble + text.getvalue()).encode(encoding)


def figure(micros: int | None, grouped: bool) -> str:
    if micros is None:
        return " --"
    text = decimal_text(abs(micros))
    whole, _, part = text.partition(".")
    return ("-" if micros < 0 else "") + (f"{int(whole):,}" if grouped else whole) + "." + part


def whole(count: int | None, grouped: bool) -> str:
    return " --" if count is None else f"{count:,}" if grouped else f"{count}"


def missing(value: int | None) -> int:
    return MISSING if value is None else value


AD_ROW = st.tuples(NAME, DAY, MICROS, COUNT, COUNT, MICROS)
AD_ROWS = st.lists(AD_ROW, min_size=1, max_size=8, unique_by=lambda row: (row[0], row[1]))


@settings(deadline=None)
@given(AD_ROWS, DELIMITER, ENCODING, st.booleans())
def test_google_campaign_days(
    rows: list[tuple[str, date, int | None, int | None, int | None, int | None]],
    delimiter: str,
    encoding: str,
    grouped: bool,
) -> None:
    header = ["Day", "Campaign", "Currency code", "Cost", "Impr.", "Clicks", "Conv. value"]
    body = [
        [
            f"{day}",
            name,
            "AUD",
            figure(cost, grouped),
            whole(seen, grouped),
            whole(clicks, grouped),
            figure(value, grouped),
        ]
        for name, day, cost, seen, clicks, value in rows
    ]
    grand = ["Total: Campaigns", *[" --"] * 6]
    result = reading(encoded([header, *body, grand], delimiter, encoding, "Campaign report\nAll time\n"))
    facts = ads(result)
    assert (result.encoding, result.total_rows, result.rejects, result.currency) == (encoding, 1, (), "AUD")
    assert facts.campaign.tolist() == [row[0] for row in rows]
    assert facts.start.tolist() == [row[1] for row in rows]
    assert facts.spend.tolist() == [missing(row[2]) for row in rows]
    assert facts.impressions.tolist() == [missing(row[3]) for row in rows]
    assert facts.clicks.tolist() == [missing(row[4]) for row in rows]
    assert facts.conversion_value.tolist() == [missing(row[5]) for row in rows]
    assert len(set(facts.key)) == len(rows)


ZONE = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENT = st.builds(datetime.combine, DAY, st.times().map(lambda at: at.replace(microsecond=0)), ZONE)
ORDER = st.tuples(IDENTITY, MOMENT, st.integers(0, 10**14), st.integers(0, 10**9), st.integers(1, 3))


@settings(deadline=None)
@given(st.lists(ORDER, min_size=1, max_size=6), ENCODING, st.sampled_from(["\n", "\r\n"]))
def test_shopify_orders_of_several_lines(
    found: list[tuple[str, datetime, int, int, int]], encoding: str, newline: str
) -> None:
    rows, lines, line = (
        [["Name", "Email", "Created at", "Total", "Refunded Amount", "Currency", "Lineitem name"]],
        [],
        2,
    )
    for number, (name, at, total, refunded, items) in enumerate(found):
        lines.append(line)
        rows.append(
            [
                f"#{number}",
                f"{number}@example.org",
                f"{at:%Y-%m-%d %H:%M:%S %z}",
                decimal_text(total),
                decimal_text(refunded),
                "USD",
                name,
            ]
        )
        rows += [[f"#{number}", "", "", "", "", "", f"{name}\n{item}"] for item in range(items - 1)]
        line = 1 + sum(1 + sum(cell.count("\n") for cell in row) for row in rows)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    result = reading(ENCODINGS[encoding] + text.getvalue().replace("\n", newline).encode(encoding))
    facts = orders(result)
    assert (result.rejects, result.rows) == ((), len(rows) - 1)
    assert facts.number.tolist() == [f"#{number}" for number in range(len(found))]
    assert facts.gross.tolist() == [order[2] for order in found]
    assert facts.refunded.tolist() == [order[3] for order in found]
    assert facts.ordered_at.tolist() == [order[1].astimezone(UTC).replace(tzinfo=None) for order in found]
    assert facts.line.tolist() == lines


PURCHASE = st.tuples(IDENTITY, DAY, st.integers(-(10**14), 10**14), st.sampled_from(["", "AUD", "usd"]))


@settings(deadline=None)
@given(st.lists(PURCHASE, min_size=1, max_size=8), DELIMITER, ENCODING, st.permutations(range(4)))
def test_plain_orders_in_any_order_of_columns(
    rows: list[tuple[str, date, int, str]], delimiter: str, encoding: str, order: list[int]
) -> None:
    header = ["customer_id", "date", "amount", "currency"]
    body = [[who, f"{day}", decimal_text(micros), currency] for who, day, micros, currency in rows]
    facts = orders(reading(encoded([[row[at] for at in order] for row in [header, *body]], delimiter, encoding)))
    assert facts.customer_id.tolist() == [f"plain:shop:{row[0]}" for row in rows]
    assert facts.ordered_local.astype("datetime64[D]").tolist() == [row[1] for row in rows]
    assert facts.gross.tolist() == [row[2] for row in rows]
    assert facts.currency.tolist() == [row[3].upper() for row in rows]
    assert len(set(facts.key)) == len(rows)


@pytest.mark.parametrize("count", [1, 2, 1000])
def test_a_file_of_any_length_is_read_whole(count: int) -> None:
    rows = [["date", "spend"], *([f"{date(2000, 1, 1) + timedelta(days=n)}", f"{n}.01"] for n in range(count))]
    facts = ads(reading(encoded(rows, ",", "utf-8")))
    assert facts.spend.tolist() == [n * 1_000_000 + 10_000 for n in range(count)]
