"""Exports of any size, the same for the same arguments: orders and spend as people keep them."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

FIRST_DAY = date(2024, 1, 1)
DAYS = 500
CUSTOMERS = 20_000
CAMPAIGNS = 50


def orders(path: Path, rows: int, *, first: int = 0, seed: int = 1) -> Path:
    """`rows` orders numbered from `first`; another seed gives the same orders other amounts."""
    chance = random.Random(seed)
    lines = ["customer_id,date,amount,order_id,currency,source,campaign"]
    for number in range(first, first + rows):
        day = FIRST_DAY + timedelta(days=number * 7 % DAYS)
        customer, campaign = number % CUSTOMERS, number % CAMPAIGNS
        lines.append(f"c{customer},{day},{_amount(chance)},o{number},EUR,meta,Campaign {campaign}")
    return _written(path, lines)


def spend(path: Path, rows: int, *, seed: int = 1) -> Path:
    """`rows` campaign-days; another seed gives the same ones other amounts."""
    chance = random.Random(seed)
    lines = ["date,spend,platform,campaign,currency"]
    for number in range(rows):
        day, campaign = FIRST_DAY + timedelta(days=number % DAYS), number // DAYS
        lines.append(f"{day},{_amount(chance)},meta,Campaign {campaign},EUR")
    return _written(path, lines)


def many_orders(folder: Path, files: int, *, rows: int, who: int, begun: int = 0) -> list[Path]:
    """Small files of one writer, numbered from `begun`: no order in two of them, nor in those of another writer."""
    folder.mkdir(parents=True, exist_ok=True)
    first = who * 1_000_000
    return [
        orders(folder / f"orders-{who:02}-{number:04}.csv", rows, first=first + number * rows, seed=first + number)
        for number in range(begun, begun + files)
    ]


def _amount(chance: random.Random) -> str:
    cents = chance.randrange(100, 90_000)
    return f"{cents // 100}.{cents % 100:02}"


def _written(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path
