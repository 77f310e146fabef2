"""What is in an order, and what it costs. All money is in whole cents; prices include 10 % GST."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from math import exp
from random import Random

_CATALOGUE = (
    ("Soy Candle 200 g - Lemon Myrtle", 3400, "SL-CAN-200-LM", 20),
    ("Soy Candle 200 g - Smoked Fig", 3400, "SL-CAN-200-SF", 16),
    ("Soy Candle 400 g - Wattle Seed", 5200, "SL-CAN-400-WS", 13),
    ("Refill Pouch 200 g", 2450, "SL-REF-200", 15),
    ("Reed Diffuser - Salt & Cedar", 4500, "SL-DIF-SC", 12),
    ("Room Spray - Eucalyptus", 2250, "SL-SPR-EU", 9),
    ("Wax Melts, pack of 6", 1495, "SL-MEL-6", 9),
    ("Ceramic Holder - Ochre", 3850, "SL-HOL-OC", 6),
    ("Wick Trimmer", 1950, "SL-TRI-01", 4),
    ('Candle Gift Set "Dusk"', 8900, "SL-SET-DU", 9),
)
_WEIGHTS = [item[3] for item in _CATALOGUE]
_GIFT_WEIGHTS = [
    weight * (4 if item[2] == "SL-SET-DU" else 1) for item, weight in zip(_CATALOGUE, _WEIGHTS, strict=True)
]
_SAMPLE = ("Sample Tin, limited", 0, "SL-SAM-01", 0)
_GIFT_SEASONS = ((date(2025, 11, 20), date(2025, 12, 23)), (date(2026, 4, 24), date(2026, 5, 9)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an order; `price` is per piece."""

    name: str
    sku: str
    price: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """Lines and the amounts of the whole order. `total` = `subtotal` + `shipping`, `taxes` being inside."""

    lines: tuple[Line, ...]
    code: str
    discount: int
    shipping: int
    method: str
    taxes: int

    @property
    def subtotal(self) -> int:
        return sum(line.price * line.quantity for line in self.lines) - self.discount

    @property
    def total(self) -> int:
        return self.subtotal + self.shipping


def _poisson(random: Random, mean: float) -> int:
    """A Poisson draw by Knuth's product method; the means here are small."""
    limit, product, count = exp(-mean), random.random(), 0
    while product > limit:
        product, count = product * random.random(), count + 1
    return count


def _lines(random: Random, day: date, extra: float) -> tuple[Line, ...]:
    gifts = any(first <= day <= last for first, last in _GIFT_SEASONS)
    picks = random.choices(_CATALOGUE, _GIFT_WEIGHTS if gifts else _WEIGHTS, k=1 + min(_poisson(random, extra), 6))
    counts = Counter(picks)
    return tuple(Line(name=n, sku=s, price=p, quantity=q) for (n, p, s, _), q in counts.items())


def _offer(random: Random, day: date, first: bool) -> tuple[str, int]:
    """The discount code and its percentage."""
    if date(2025, 11, 27) <= day <= date(2025, 12, 1):
        return ("DUSKFRIDAY20", 20) if random.random() < 0.7 else ("", 0)
    if date(2026, 4, 27) <= day <= date(2026, 5, 7) and random.random() < 0.4:
        return "MUM15", 15
    return ("WELCOME10", 10) if first and random.random() < 0.32 else ("", 0)


def _ship(random: Random, country: str, subtotal: int) -> tuple[int, str]:
    if country == "NZ":
        return 1995, "International Standard"
    if subtotal >= 10_000:
        return 0, "Free Standard (orders over $100)"
    return (995, "Standard") if random.random() < 0.85 else (1495, "Express")


def _gst(total: int, country: str) -> int:
    """The tax inside a price: an eleventh, rounded to the cent (a tie cannot occur); none on exports."""
    return 0 if country != "AU" else (2 * total + 11) // 22


def fill(random: Random, day: date, first: bool, extra: float, country: str) -> Basket:
    """An ordinary order; `extra` is the mean number of lines beyond the first."""
    lines = _lines(random, day, extra)
    code, percent = _offer(random, day, first)
    gross = sum(line.price * line.quantity for line in lines)
    discount = (gross * percent + 50) // 100
    shipping, method = _ship(random, country, gross - discount)
    taxes = _gst(gross - discount + shipping, country)
    return Basket(lines=lines, code=code, discount=discount, shipping=shipping, method=method, taxes=taxes)


def over_the_counter(random: Random, day: date, extra: float) -> Basket:
    """An order at the shop's counter: nothing to ship, no code."""
    lines = _lines(random, day, extra)
    taxes = _gst(sum(line.price * line.quantity for line in lines), "AU")
    return Basket(lines=lines, code="", discount=0, shipping=0, method="", taxes=taxes)


def give_away(random: Random) -> Basket:
    """A free order of 0.00: a sample, or a thank-you with its full price taken off."""
    name, price, sku, _ = random.choice((_SAMPLE, _CATALOGUE[0]))
    line = Line(name=name, sku=sku, price=price, quantity=1)
    code = "THANKYOU" if price else ""
    return Basket(lines=(line,), code=code, discount=price, shipping=0, method="Standard", taxes=0)
