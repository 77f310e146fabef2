"""Who made an order: identifiers that are comparable between files."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import partial

from domain.shared.columns import Texts
from domain.shared.text import LONGEST_TEXT, clean, email_key, phone_key
from infrastructure.exports.columns.cells import Cells
from infrastructure.exports.layouts.layout import Layout
from infrastructure.exports.shared.coded import first_told
from infrastructure.exports.shared.words import fold, words


def identities(cells: Cells, layout: Layout, account: str) -> dict[str, Texts]:
    """`customer_id` (namespaced), `email` and `phone` (normalised) of each row, shape (n,); "" where there is none.

    A customer id that is an e-mail address is taken for the address that it is.
    """
    space, nobody = f"{layout.platform}:{account}:", words().no_people | layout.orders.nobody
    cells.reject_longer("customer", LONGEST_TEXT - len(space))
    customer, told = cells.as_written("customer"), contacts(cells)
    return {
        "customer_id": customer.each(partial(_customer, space, nobody)).texts(),
        "email": first_told(told["email"], customer.each(_address).texts()),
        "phone": told["phone"],
    }


def contacts(cells: Cells) -> dict[str, Texts]:
    """`email` and `phone` of each row, normalised; one that would be cut rejects its row."""
    cells.reject_longer("email")
    cells.reject_longer("phone")
    return {
        "email": cells.as_written("email").each(_address).texts(),
        "phone": cells.as_written("phone").each(_phone).texts(),
    }


def _customer(space: str, nobody: AbstractSet[str], cell: str) -> str:
    return "" if fold(cell) in nobody or email_key(cell) else clean(space + clean(cell))


def _address(cell: str) -> str:
    return "" if _is_nobody(cell) else email_key(cell)


def _phone(cell: str) -> str:
    return "" if _is_nobody(cell) else phone_key(cell)


def _is_nobody(cell: str) -> bool:
    return fold(cell) in words().no_people
