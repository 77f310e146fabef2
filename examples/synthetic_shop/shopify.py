"""The orders export of Shopify: 79 columns, a line per line item, newest order first."""

from datetime import datetime

from examples.synthetic_shop.baskets import Line
from examples.synthetic_shop.orders import Order, later
from examples.synthetic_shop.season import LAST_DAY
from examples.synthetic_shop.story import CURRENCY, SHOP
from examples.synthetic_shop.text import fixed, table

_COLUMNS = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,"
    "Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,"
    "Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,"
    "Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,"
    "Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,"
    "Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,"
    "Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,"
    "Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,"
    "Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,"
    "Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,"
    "Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References"
)
HEADER = _COLUMNS.split(",")
_FIRST_ID = 6_100_000_000_000
_UNPAID = ("pending", "voided")


def report(book: list[Order]) -> str:
    """The file of all orders; `book` comes oldest first."""
    rows = [row for order in reversed(book) for row in _rows(order)]
    return table([HEADER, *([row.get(column, "") for column in HEADER] for row in rows)])


def _rows(order: Order) -> list[dict[str, str]]:
    """One row per line item. Only the first one carries what belongs to the order as a whole."""
    rows = [_item(order, line) for line in order.basket.lines]
    first = rows[0] | _money(order) | _state(order) | _address(order, "Billing") | _payment(order)
    if not order.at_the_counter:
        first |= _address(order, "Shipping")
    return [first, *rows[1:]]


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S %z")


def _is_sent(order: Order) -> bool:
    return order.status not in _UNPAID and later(order, days=2).date() <= LAST_DAY


def _item(order: Order, line: Line) -> dict[str, str]:
    """The cells that stand on every line of an order."""
    return {
        "Name": f"#{order.number}",
        "Email": order.email,
        "Created at": _stamp(order.created),
        "Lineitem quantity": str(line.quantity),
        "Lineitem name": line.name,
        "Lineitem price": fixed(line.price),
        "Lineitem sku": line.sku,
        "Lineitem requires shipping": "true",
        "Lineitem taxable": "true",
        "Lineitem fulfillment status": "fulfilled" if _is_sent(order) else "pending",
        "Vendor": SHOP,
        "Lineitem discount": "0.00",
    }


def _money(order: Order) -> dict[str, str]:
    """Amounts. The GST is inside the prices: Total = Subtotal + Shipping, and Taxes is not added again."""
    basket = order.basket
    return {
        "Currency": CURRENCY,
        "Subtotal": fixed(basket.subtotal),
        "Shipping": fixed(basket.shipping),
        "Taxes": fixed(basket.taxes),
        "Total": fixed(basket.total),
        "Discount Code": basket.code,
        "Discount Amount": fixed(basket.discount),
        "Shipping Method": basket.method,
        "Refunded Amount": fixed(order.refunded),
        "Outstanding Balance": fixed(basket.total if order.status == "pending" else 0),
        "Tax 1 Name": "GST 10%" if basket.taxes else "",
        "Tax 1 Value": fixed(basket.taxes) if basket.taxes else "",
    }


def _state(order: Order) -> dict[str, str]:
    sent = _is_sent(order)
    return {
        "Financial Status": order.status,
        "Paid at": "" if order.status in _UNPAID else _stamp(later(order, seconds=order.number % 9 + 1)),
        "Fulfillment Status": "fulfilled" if sent else "unfulfilled",
        "Fulfilled at": _stamp(later(order, hours=20 + order.number % 25)) if sent else "",
        "Cancelled at": _stamp(later(order, minutes=25)) if order.status == "voided" else "",
        "Accepts Marketing": "yes" if order.person.marketing else "no",
        "Notes": "Please leave it at the side gate, thanks" if order.number % 41 == 0 else "",
        "Note Attributes": order.attributes,
        "Id": str(_FIRST_ID + order.number * 32_768),
        "Risk Level": "Low",
        "Source": "pos" if order.at_the_counter else "web",
        "Location": "Workshop counter" if order.at_the_counter else "",
        "Phone": order.person.phone,
    }


def _address(order: Order, kind: str) -> dict[str, str]:
    """Zip codes are guarded with ' as Shopify does it, so that a spreadsheet keeps leading zeros."""
    person = order.person
    city, code, province, province_name, _ = person.place
    return {
        f"{kind} Name": person.name,
        f"{kind} Street": person.street,
        f"{kind} Address1": person.street,
        f"{kind} City": city,
        f"{kind} Zip": f"'{code}",
        f"{kind} Province": province,
        f"{kind} Country": person.country,
        f"{kind} Phone": person.billing_phone,
        f"{kind} Province Name": province_name,
    }


def _payment(order: Order) -> dict[str, str]:
    """How it was paid; a free order was not, and an order that is pending waits for the bank."""
    if order.basket.total == 0:
        return {}
    if order.status == "pending":
        return {"Payment Method": "Bank Deposit"}
    method = ("Shopify Payments", "Shopify Payments", "PayPal Express Checkout", "Afterpay")[order.number % 4]
    reference = f"syn{order.number:07d}"
    return {
        "Payment Method": "cash" if order.at_the_counter else method,
        "Payment Reference": reference,
        "Payment ID": reference,
        "Payment References": reference,
    }
