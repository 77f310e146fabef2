"""The whole year from one seed: spending, arrivals, purchases, the book, the claims, the files."""

from datetime import date
from random import Random

import numpy as np

from examples.synthetic_shop import google_ads, meta_ads, shopify, spending
from examples.synthetic_shop.claims import claim_all
from examples.synthetic_shop.orders import write_book
from examples.synthetic_shop.purchases import simulate
from examples.synthetic_shop.season import FIRST_DAY, LAST_DAY
from examples.synthetic_shop.story import CAMPAIGNS

FIRST_EXPORT_ENDS = date(2025, 12, 31)
SECOND_EXPORT_STARTS = date(2025, 12, 18)  # two weeks again, by then with the conversions that came late


def exports(seed: int, customers: int) -> dict[str, str]:
    """File names and contents. Each part of the story draws from a stream of its own."""
    ads, people, buying = (np.random.default_rng([seed, part]) for part in range(3))
    deliveries = [spending.deliver(ads, campaign, customers / 5000) for campaign in CAMPAIGNS]
    groups, first_days = spending.arrivals(people, deliveries, customers)
    purchases = simulate(buying, groups, first_days)
    book = write_book(Random(f"{seed}:book"), groups, purchases, deliveries)
    claims = claim_all(Random(f"{seed}:claims"), book, deliveries)
    return {
        "Campaign report 2025-H2.csv": google_ads.report(deliveries, claims, FIRST_DAY, FIRST_EXPORT_ENDS),
        "Campaign report 2026-H1.csv": google_ads.report(deliveries, claims, SECOND_EXPORT_STARTS, LAST_DAY),
        "Saltbush-Lantern-Campaigns-1-Jul-2025-30-Jun-2026.csv": meta_ads.report(deliveries, claims),
        "orders_export_1.csv": shopify.report(book),
    }
