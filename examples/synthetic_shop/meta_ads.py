"""The table that Meta's Ads Manager exports as .csv: English, by day, newest day first."""

from examples.synthetic_shop import season
from examples.synthetic_shop.claims import Claim, Claimed, known_by
from examples.synthetic_shop.spending import Delivery
from examples.synthetic_shop.story import CAMPAIGNS, CURRENCY, META, of_platform
from examples.synthetic_shop.text import ratio, short

BYTE_ORDER_MARK = "\ufeff"
HEADER = (
    "Day",
    "Campaign name",
    "Reach",
    "Frequency",
    "Impressions",
    "Views",
    "Currency",
    f"Amount spent ({CURRENCY})",
    "Clicks (all)",
    "Link clicks",
    "Purchases",
    "Cost per purchase",
    "Purchases conversion value",
    "Reporting starts",
    "Reporting ends",
)


def report(deliveries: list[Delivery], claims: list[Claim]) -> str:
    """The year's file, with the byte order mark that Meta writes."""
    claimed = known_by(claims, season.DAYS - 1)
    rows = [
        _row(i, day, deliveries[i], claimed)
        for day in reversed(range(season.DAYS))
        for i in of_platform(META)
        if deliveries[i].impressions[day]
    ]
    return BYTE_ORDER_MARK + "".join(_line(row) for row in [HEADER, *rows])


def _line(cells: tuple[str, ...]) -> str:
    """Meta quotes a cell as soon as there is a space in it."""
    quoted = (f'"{cell}"' if " " in cell or "," in cell else cell for cell in cells)
    return ",".join(quoted) + "\n"


def _row(index: int, day: int, delivery: Delivery, claimed: Claimed) -> tuple[str, ...]:
    """One campaign on one day. None is a blank, never a 0."""
    impressions, clicks = int(delivery.impressions[day]), int(delivery.clicks[day])
    spend, iso = int(delivery.spend[day]), season.day_at(day).isoformat()
    reach = max(1, impressions * 100 // (118 + (impressions * 31 + day * 17) % 60))
    purchases, value = int(claimed.credit[index, day]) // 100, int(claimed.value[index, day])
    return (
        iso,
        CAMPAIGNS[index].name,
        str(reach),
        _trimmed(ratio(impressions, reach, 8)),
        str(impressions),
        str(impressions + (impressions * 13 + day) % 23 - 11),
        CURRENCY,
        short(spend),
        str(clicks + clicks * (9 + (day * 7) % 11) // 40),
        str(clicks) if clicks else "",
        str(purchases) if purchases else "",
        _trimmed(ratio(spend, 100 * purchases, 8)) if purchases else "",
        short(value) if purchases else "",
        iso,
        iso,
    )


def _trimmed(number: str) -> str:
    return number.rstrip("0").rstrip(".")
