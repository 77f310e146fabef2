"""Who made an order: identifiers that are comparable between files."""

from __future__ import annotations

from functools import partial

import numpy as np

from domain.shared.columns import Texts
from domain.shared.text import LONGEST_TEXT, clean, email_key, phone_key
from infrastructure.exports.cells import Cells
from infrastructure.exports.layout import Layout
from infrastructure.exports.words import fold, words


def identities(cells: Cells, layout: Layout, account: str) -> dict[str, Texts]:
    """`customer_id` (namespaced), `email` and `phone` (normalised) of each row, shape (n,); "" where there is none.

    A customer id that is an e-mail address is taken for the address that it is.
    """
    space = f"{layout.platform}:{account}:"
    cells.reject_longer("customer", LONGEST_TEXT - len(space))
    cells.reject_longer("email")
    customer = cells.as_written("customer")
    email = cells.as_written("email").each(_address).texts()
    return {
        "customer_id": customer.each(partial(_customer, space)).texts(),
        "email": np.where(email == "", customer.each(_address).texts(), email).astype(np.object_),
        "phone": cells.as_written("phone").each(_phone).texts(),
    }


def _customer(space: str, cell: str) -> str:
    return "" if _is_nobody(cell) or email_key(cell) else clean(space + clean(cell))


def _address(cell: str) -> str:
    return "" if _is_nobody(cell) else email_key(cell)


def _phone(cell: str) -> str:
    return "" if _is_nobody(cell) else phone_key(cell)


def _is_nobody(cell: str) -> bool:
    return fold(cell) in words().no_people
