"""Names, addresses and phones of people who do not exist.

Mail domains are the reserved example ones (RFC 2606); phone numbers stand in the ranges that the
Australian regulator sets aside for fiction: (02), (03), (07) and (08) 5550 xxxx and 7010 xxxx.
"""

from dataclasses import dataclass
from random import Random

from examples.synthetic_shop.groups import Group
from examples.synthetic_shop.story import WALK_IN

SHOP_PHONE = "'+61255500000"  # typed by the shop's own staff as a billing phone for many customers

_FIRST_NAMES = (
    "Ava Billie Carys Dario Edie Farid Greta Hamish Imani Jonty Keiko Lachie Mei Nadia Otto Priya "
    "Quinn Rosa Sefa Tamsin Uma Viktor Willa Xanthe Yusuf Zara Alma Bram Cleo Dev Esme Finn Gia Hugo "
    "Ines Jude"
)
_LAST_NAMES = (
    "Ashgrove Brindle Coppin Darrow Elmslie Fernley Garrick Hollow Inkpen Jessop Kelder Larkham Merrow "
    "Nettle Oakes Pardoe Quill Rookwood Saltmarsh Tamblyn Underhay Vossler Wrenfield Yarrow Zeller "
    "Applegarth Birchall Crowther Dunmore Everdell Foxley Gorsedale Heatherby Ivory Juniper"
)
_STREETS = ("Sample Street", "Specimen Road", "Placeholder Lane", "Fiction Avenue", "Made-up Parade")
_PLACES = (
    ("Sydney", "2000", "NSW", "New South Wales", 30),
    ("Newcastle", "2300", "NSW", "New South Wales", 8),
    ("Melbourne", "3000", "VIC", "Victoria", 26),
    ("Geelong", "3220", "VIC", "Victoria", 5),
    ("Brisbane", "4000", "QLD", "Queensland", 15),
    ("Perth", "6000", "WA", "Western Australia", 9),
    ("Adelaide", "5000", "SA", "South Australia", 7),
    ("Hobart", "7000", "TAS", "Tasmania", 3),
    ("Auckland", "1010", "AUK", "Auckland", 3),
)
_PLACE_WEIGHTS = [place[4] for place in _PLACES]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One customer. A blank `email` or `phone` is one the shop was never given."""

    name: str
    email: str
    phone: str
    billing_phone: str
    street: str
    place: tuple[str, str, str, str, int]
    marketing: bool
    shouts: bool  # types the e-mail address with capitals at times

    @property
    def country(self) -> str:
        return "NZ" if self.place[2] == "AUK" else "AU"


def _phone(number: int) -> str:
    """A fictional number, one for each number below 80,000; guarded with ' as the shop system writes it."""
    area, rest = divmod(number, 20_000)
    block, tail = divmod(rest, 10_000)
    return f"'+61{(2, 3, 7, 8)[area % 4]}{('5550', '7010')[block]}{tail:04d}"


def _billing_phone(random: Random, own: str) -> str:
    chance = random.random()
    return own if chance < 0.5 else SHOP_PHONE if chance < 0.52 else ""


def _contact(random: Random, number: int, group: Group, mail: str) -> tuple[str, str]:
    """E-mail and phone as the shop knows them: both, one of them, or (at the counter) neither."""
    phone, chance = _phone(number), random.random()
    if group is WALK_IN:
        return "", phone if chance < 0.25 else ""
    if chance < 0.015:
        return "", phone
    return mail, phone if chance < 0.28 else ""


def invent(random: Random, number: int, group: Group) -> Person:
    """The customer with this number, which makes the e-mail address and the phone unique."""
    first, last = random.choice(_FIRST_NAMES.split()), random.choice(_LAST_NAMES.split())
    domain = "example.org" if random.random() < 0.2 else "example.com"
    mail = f"{first}.{last}{number}@{domain}".lower()
    email, phone = _contact(random, number, group, mail)
    return Person(
        name=f"{first} {last}",
        email=email,
        phone=phone,
        billing_phone=_billing_phone(random, _phone(number)),
        street=f"{random.randrange(1, 180)} {random.choice(_STREETS)}",
        place=random.choices(_PLACES, _PLACE_WEIGHTS)[0],
        marketing=random.random() < 0.62,
        shouts=random.random() < 0.08,
    )
