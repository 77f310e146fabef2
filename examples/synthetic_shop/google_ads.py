"""The campaign report that the Google Ads interface downloads as .csv: English, by day."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from examples.synthetic_shop import season
from examples.synthetic_shop.claims import Claim, Claimed, known_by
from examples.synthetic_shop.groups import Campaign
from examples.synthetic_shop.spending import Delivery
from examples.synthetic_shop.story import CAMPAIGNS, CURRENCY, GOOGLE, of_platform
from examples.synthetic_shop.text import fixed, grouped, percent, ratio, table

NULL = " --"
_COLUMNS = (
    "Day,Campaign status,Campaign,Campaign ID,Budget,Budget name,Budget type,Currency code,Status,"
    "Status reasons,Campaign type,Impr.,Clicks,CTR,Avg. CPC,Cost,Search impr. share,Bid strategy type,"
    "Conversions,Conv. rate,Cost / conv.,Conv. value,Conv. value / cost"
)
HEADER = _COLUMNS.split(",")
_KINDS = ("Search", "Performance Max", "Display")
_IMPRESSION_SHARE = {"Brand": 0.88, "Generic": 0.24, "PMax": 0.1, "Search": 0.46}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The counts of a row or of a total: cents, and hundredths of a conversion."""

    impressions: int
    clicks: int
    cost: int
    credit: int
    value: int


def report(deliveries: list[Delivery], claims: list[Claim], first: date, last: date) -> str:
    """The file as downloaded at the end of `last`: conversions that came later are not in it yet."""
    claimed = known_by(claims, season.index_of(last))
    days = range(season.index_of(first), season.index_of(last) + 1)
    listed = [i for i in of_platform(GOOGLE) if not CAMPAIGNS[i].removed]
    rows = [
        _row(i, day, _measure([i], [day], deliveries, claimed))
        for day in days
        for i in listed
        if season.day_at(day) >= CAMPAIGNS[i].first and season.day_at(day) <= CAMPAIGNS[i].last
    ]
    totals = _totals(listed, list(days), deliveries, claimed)
    preamble = [["Campaign report"], [f"{_long(first)} - {_long(last)}"], HEADER]
    return table([*preamble, *rows, *totals])


def _long(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _measure(which: list[int], days: list[int], deliveries: list[Delivery], claimed: Claimed) -> Measures:
    """The sums over campaigns and days."""
    cells = np.ix_(which, days)
    return Measures(
        impressions=sum(int(deliveries[i].impressions[days].sum()) for i in which),
        clicks=sum(int(deliveries[i].clicks[days].sum()) for i in which),
        cost=sum(int(deliveries[i].spend[days].sum()) for i in which),
        credit=int(claimed.credit[cells].sum()),
        value=int(claimed.value[cells].sum()),
    )


def _row(index: int, day: int, measures: Measures) -> list[str]:
    campaign = CAMPAIGNS[index]
    ended = campaign.last < season.LAST_DAY
    texts = {
        "Day": season.day_at(day).isoformat(),
        "Campaign status": "Paused" if ended else "Enabled",
        "Campaign": campaign.name,
        "Campaign ID": campaign.identifier,
        "Budget": fixed(campaign.budget * 100),
        "Budget name": NULL,
        "Budget type": "Daily",
        "Status": "Paused" if ended else "Eligible",
        "Status reasons": "campaign paused; unknown" if ended else "unknown",
        "Campaign type": campaign.kind,
        "Bid strategy type": "Maximize Conversion Value" if "PMax" in campaign.name else "Maximize Conversions",
    }
    return _cells(texts | _numbers(measures, _share(campaign, day, measures)))


def _share(campaign: Campaign, day: int, measures: Measures) -> str:
    """Search impression share, which Google cuts off below 10 % and above 90 %."""
    if not measures.impressions:
        return NULL
    drift = (measures.impressions * 7919 + day * 104_729) % 1000 / 1000 - 0.5
    share = round(10_000 * _IMPRESSION_SHARE[campaign.name.split()[0]] * (1 + 0.3 * drift))
    return "< 10%" if share < 1000 else "> 90%" if share > 9000 else f"{fixed(share)}%"


def _numbers(measures: Measures, share: str) -> dict[str, str]:
    """The measured columns and the ratios as Google prints them, which are ratios of sums."""
    clicks, cost, credit = measures.clicks, measures.cost, measures.credit
    return {
        "Currency code": CURRENCY,
        "Impr.": f"{measures.impressions:,}",
        "Clicks": f"{clicks:,}",
        "CTR": percent(clicks, measures.impressions) if measures.impressions else NULL,
        "Avg. CPC": ratio(cost, 100 * clicks, 2) if clicks else "0",
        "Cost": fixed(cost),
        "Search impr. share": share,
        "Conversions": grouped(credit),
        "Conv. rate": percent(credit, 100 * clicks) if clicks else "0.00%",
        "Cost / conv.": ratio(cost, credit, 2) if credit else "0.00",
        "Conv. value": grouped(measures.value),
        "Conv. value / cost": ratio(measures.value, cost, 2) if cost else "0.00",
    }


def _cells(texts: dict[str, str], blank: str = "") -> list[str]:
    return [texts.get(column, blank) for column in HEADER]


def _totals(listed: list[int], days: list[int], deliveries: list[Delivery], claimed: Claimed) -> list[list[str]]:
    """The footer. The account and its types still hold what removed campaigns spent; the campaigns do not."""
    everything = of_platform(GOOGLE)
    rows = [_total("Campaigns", _measure(listed, days, deliveries, claimed), NULL)]
    rows.append(_total("Account", _measure(everything, days, deliveries, claimed)))
    for kind in _KINDS:
        which = [i for i in everything if CAMPAIGNS[i].kind == kind]
        measures = _measure(which, days, deliveries, claimed)
        rows.append(_total(kind, measures, kind=kind))
    return rows


def _total(label: str, measures: Measures, blank: str = "", kind: str = "") -> list[str]:
    """One footer row. Its label stands in the first column, whatever that column is."""
    texts = {"Day": f"Total: {label}"} | ({"Campaign type": kind} if kind else {})
    share = NULL if kind == "Display" else "< 10%" if kind == "Performance Max" else "41.27%"
    return _cells(texts | _numbers(measures, share), blank)
