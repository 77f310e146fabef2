"""Which visit brought an order, and what of it reached the shop's note attributes."""

from random import Random

from examples.synthetic_shop.groups import Campaign, Group
from examples.synthetic_shop.spending import Delivery
from examples.synthetic_shop.story import (
    CAMPAIGNS,
    DIRECT,
    GOOGLE,
    GROUPS,
    NEWSLETTER,
    ORGANIC_SEARCH,
    REFERRAL,
    SOCIAL_BIO,
    WALK_IN,
)

BRAND = next(i for i, campaign in enumerate(CAMPAIGNS) if campaign.name.startswith("Brand"))
RETARGETING = next(i for i, campaign in enumerate(CAMPAIGNS) if campaign.name.startswith("Retargeting"))
_UNPAID = len(CAMPAIGNS)
_BACK_BY = ((NEWSLETTER, 0.50), (CAMPAIGNS[BRAND], 0.17), (CAMPAIGNS[RETARGETING], 0.11), (DIRECT, 0.14))
_FLOWS = ("welcome-series", "refill-reminder", "new-scents", "win-back", "dusk-friday")
_ID_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789-_"


def visit(random: Random, own: int, nth: int, day: int, deliveries: list[Delivery]) -> int:
    """The group (index into GROUPS) whose visit led to this order; an ad that was off cannot."""
    if nth == 0 or GROUPS[own] is WALK_IN:
        return own
    groups = [GROUPS.index(group) for group, _ in _BACK_BY] + [GROUPS.index(ORGANIC_SEARCH)]
    weights = [weight for _, weight in _BACK_BY]
    chosen = random.choices(groups, [*weights, 1 - sum(weights)])[0]
    if chosen < _UNPAID and not deliveries[chosen].active[day]:
        return GROUPS.index(DIRECT)
    return chosen


def note_attributes(random: Random, group: int) -> str:
    """The cell's lines (`key: value`, one a line), blank when the visit left no trace."""
    source = GROUPS[group]
    if isinstance(source, Campaign):
        return _paid(random, source)
    if source is NEWSLETTER:
        return _utm("newsletter", "email", random.choice(_FLOWS))
    if source is SOCIAL_BIO:
        return _utm("instagram", "social", "link-in-bio")
    if source is REFERRAL:
        return _utm(random.choice(("homeblog.example", "giftguide.example")), "referral")
    return _untagged(random, source)


def _untagged(random: Random, source: Group) -> str:
    """Direct and organic visits mostly leave nothing; a few carry a hand-made tag or a gift note."""
    if source is ORGANIC_SEARCH and random.random() < 0.25:
        return _utm("google", "organic")
    return "Gift note: Happy birthday,\nfrom all of us" if random.random() < 0.04 else ""


def _paid(random: Random, campaign: Campaign) -> str:
    """Mostly good tags; some lost, some with a click id alone, some with the tag of an old link."""
    chance = random.random()
    if chance < 0.02:
        return ""
    if chance < 0.045:
        return _click_id(random, campaign)
    old = chance < 0.065
    tagged = _google(campaign, old) if campaign.platform == GOOGLE else _meta(random, campaign, old)
    return tagged + "\n" + _click_id(random, campaign) if chance > 0.7 else tagged


def _google(campaign: Campaign, old: bool) -> str:
    """Performance Max is tagged with the campaign's id, as the tracking template's {campaignid} gives it."""
    name = campaign.identifier if campaign.kind == "Performance Max" else campaign.name
    return _utm("google", "cpc", "launch-2025" if old else name)


def _meta(random: Random, campaign: Campaign, old: bool) -> str:
    """Two sources, since the ads run on both apps; a few old ads are tagged in capitals."""
    source = "instagram" if random.random() < 0.3 else "facebook"
    if random.random() < 0.03:
        return _utm(source.title(), "Paid_Social", campaign.name)
    return _utm(source, "paid_social", "launch-2025" if old else campaign.name)


def _click_id(random: Random, campaign: Campaign) -> str:
    key, length = ("gclid", 40) if campaign.platform == GOOGLE else ("fbclid", 48)
    return f"{key}: synthetic-" + "".join(random.choices(_ID_LETTERS, k=length))


def _utm(source: str, medium: str, campaign: str = "") -> str:
    tail = f"\nutm_campaign: {campaign}" if campaign else ""
    return f"utm_source: {source}\nutm_medium: {medium}{tail}"
