"""The plot, and nothing else: who brings customers to the shop, at what price, and how loyal they are."""

from datetime import date

from examples.synthetic_shop.groups import Campaign, Group, Habit

SHOP = "Saltbush Lantern"
CURRENCY = "AUD"
GOOGLE = "google"
META = "meta"

REGULARS = Habit(r=1.5, interval=46.0, a=1.0, b=3.1)
STEADY = Habit(r=1.3, interval=60.0, a=0.9, b=3.0)
CURIOUS = Habit(r=0.9, interval=66.0, a=1.1, b=1.9)
GIFT_BUYERS = Habit(r=0.7, interval=85.0, a=1.3, b=1.7)
PASSERS_BY = Habit(r=0.5, interval=120.0, a=2.0, b=1.0)
ONE_OFF = Habit(r=1.0, interval=400.0, a=500.0, b=0.5)

CAMPAIGNS = (
    Campaign(
        platform=GOOGLE,
        name="Brand | Search | AU",
        identifier="20814407311",
        kind="Search",
        share=600,
        habit=REGULARS,
        cost=16.0,
        cost_per_click=0.42,
        click_rate=0.21,
        budget=40,
        claims_rest=0.55,
    ),
    Campaign(
        platform=GOOGLE,
        name="Generic | Search | Home fragrance",
        identifier="20814407324",
        kind="Search",
        share=620,
        habit=STEADY,
        cost=98.0,
        cost_per_click=1.62,
        click_rate=0.047,
        budget=160,
        fatigue=0.2,
        claims_rest=0.1,
    ),
    Campaign(
        platform=GOOGLE,
        name="PMax | All products",
        identifier="20977215086",
        kind="Performance Max",
        share=420,
        habit=CURIOUS,
        cost=91.0,
        cost_per_click=0.88,
        click_rate=0.012,
        budget=150,
        extra_lines=1.0,
        first=date(2025, 8, 18),
        pause=(date(2026, 1, 5), date(2026, 1, 18)),
        claims_rest=0.35,
    ),
    Campaign(
        platform=GOOGLE,
        name="Search | Gift sets, seasonal",
        identifier="21103360792",
        kind="Search",
        share=150,
        habit=GIFT_BUYERS,
        cost=66.0,
        cost_per_click=1.18,
        click_rate=0.056,
        budget=200,
        extra_lines=1.3,
        first=date(2025, 10, 13),
        last=date(2025, 12, 21),
    ),
    Campaign(
        platform=GOOGLE,
        name="Display | Awareness test",
        identifier="20830051177",
        kind="Display",
        share=0,
        habit=PASSERS_BY,
        cost=0.0,
        cost_per_click=0.31,
        click_rate=0.004,
        budget=10,
        first=date(2025, 8, 4),
        last=date(2026, 2, 22),
        pause=(date(2025, 8, 18), date(2026, 2, 8)),
        removed=True,
    ),
    Campaign(
        platform=META,
        name="Prospecting | Advantage+ Shopping | AU",
        identifier="120210884410030417",
        kind="Sales",
        share=760,
        habit=STEADY,
        cost=125.0,
        cost_per_click=1.24,
        click_rate=0.013,
        budget=280,
        fatigue=0.3,
        claims_rest=0.5,
    ),
    Campaign(
        platform=META,
        name="Retargeting | Catalogue",
        identifier="120210884410070417",
        kind="Sales",
        share=240,
        habit=CURIOUS,
        cost=62.0,
        cost_per_click=0.93,
        click_rate=0.019,
        budget=50,
        first=date(2025, 8, 1),
        claims_rest=0.5,
    ),
    Campaign(
        platform=META,
        name="Traffic | Website visits",
        identifier="120211502260050417",
        kind="Traffic",
        share=60,
        habit=PASSERS_BY,
        cost=325.0,
        cost_per_click=0.19,
        click_rate=0.034,
        budget=90,
        extra_lines=0.5,
        first=date(2025, 8, 15),
        last=date(2026, 3, 31),
    ),
    Campaign(
        platform=META,
        name="Creators_Reels_Always-on",
        identifier="120214660090010417",
        kind="Sales",
        share=150,
        habit=REGULARS,
        cost=112.0,
        cost_per_click=0.77,
        click_rate=0.016,
        budget=120,
        first=date(2026, 2, 2),
    ),
)

DIRECT = Group(name="direct", share=760, habit=STEADY)
ORGANIC_SEARCH = Group(name="organic search", share=520, habit=STEADY)
NEWSLETTER = Group(name="newsletter", share=280, habit=REGULARS)
SOCIAL_BIO = Group(name="social bio", share=220, habit=CURIOUS)
REFERRAL = Group(name="referral", share=160, habit=STEADY)
WALK_IN = Group(name="walk-in", share=60, habit=ONE_OFF, extra_lines=0.3)
UNPAID = (DIRECT, ORGANIC_SEARCH, NEWSLETTER, SOCIAL_BIO, REFERRAL, WALK_IN)

GROUPS: tuple[Group, ...] = (*CAMPAIGNS, *UNPAID)
REMOVED_TEST_SPEND = 252.0  # AUD that only the account's total row still knows


def of_platform(platform: str) -> list[int]:
    """The indices into CAMPAIGNS of one platform, in the order of the account."""
    return [i for i, campaign in enumerate(CAMPAIGNS) if campaign.platform == platform]
