"""Refunds that stand by themselves and name the order that they are of."""

from __future__ import annotations

import numpy as np

from domain.payback.facts import OrderFacts
from domain.shared.columns import Ints


def refunded_orders(facts: OrderFacts) -> Ints:
    """Of each standing-alone refund that names its order, the order's position, shape (n,); -1 of everything else. Such
    a refund lowers that order, on the order's own day; one whose order is not there stands by itself."""
    orders = np.full(len(facts), -1, np.int64)
    linking = np.flatnonzero((facts.refund_of != "") & (facts.gross < 0))
    if len(linking):
        named = set(facts.refund_of[linking].tolist())
        could_be = [at for at, number in enumerate(facts.number.tolist()) if number in named and facts.gross[at] >= 0]
        order_at = {(facts.platform[at], facts.account[at], facts.number[at]): at for at in could_be}
        for at in linking:
            orders[at] = order_at.get((facts.platform[at], facts.account[at], facts.refund_of[at]), -1)
    return orders
