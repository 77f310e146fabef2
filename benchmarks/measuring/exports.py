"""Exports to import: synthetic, and the same bytes for the same numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

_PREAMBLE = 'Campaign report\n"January 1, 2022 - December 31, 2031"\n'
_HEADER = "Day,Campaign,Campaign ID,Campaign status,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value\n"
_FIRST_DAY = date(2022, 1, 1)
_SOURCES = ("google", "facebook", "newsletter", "")


def ad_export(path: Path, *, campaigns: int, days: int, first: int = 0, changed: int = 0) -> Path:
    """A download of Google Ads: `campaigns` rows for each of `days` days from the day number `first` on.

    A day of a campaign says the same in every export, but each `changed`-th row says another cost.
    """
    with path.open("w", encoding="utf-8") as file:
        file.write(_PREAMBLE + _HEADER)
        for day in range(first, first + days):
            file.writelines(_rows_of_day(day, campaigns, changed))
    return path


def _rows_of_day(day: int, campaigns: int, changed: int) -> Iterator[str]:
    numbers, written = random.Random(day), _FIRST_DAY + timedelta(day)
    for campaign in range(campaigns):
        impressions, clicks = numbers.randrange(1_000, 100_000), numbers.randrange(1, 900)
        cents, conversions, value = (numbers.randrange(1, most) for most in (90_000, 4_000, 900_000))
        if changed and campaign % changed == 0:
            cents += 1
        name = f"Search campaign {campaign:04} of the shop"
        yield (
            f"{written},{name},{10_000_000_000 + 7_919 * campaign},Enabled,EUR,{cents / 100:.2f},{impressions},"
            f"{clicks},{conversions / 100:.2f},{value / 100:.2f}\n"
        )


def order_export(path: Path, *, orders: int, customers: int, days: int) -> Path:
    """A table of orders as a person keeps it, over so many days."""
    numbers = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        file.write("order_id,customer_id,date,amount,currency,source\n")
        for number in range(orders):
            day = _FIRST_DAY + timedelta(number * days // orders)
            customer, cents = numbers.randrange(customers), numbers.randrange(500, 30_000)
            source = _SOURCES[customer % len(_SOURCES)]
            file.write(f"{1_000_000 + number},customer-{customer},{day},{cents / 100:.2f},EUR,{source}\n")
    return path
