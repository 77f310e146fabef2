"""Small exports, typed by hand, and folders that hold them."""

from __future__ import annotations

from pathlib import Path

SHOP = """\
Name,Email,Created at,Total,Refunded Amount,Currency,Lineitem name
#2001,mia@example.com,2025-01-06 11:00:00 -0500,100.00,0.00,USD,Kettle
#2001,,,,,,Tea towel
#2002,noah@example.com,2025-01-21 08:15:00 -0500,50.00,0.00,USD,Kettle
#2003,Mia@Example.com ,2025-02-11 16:40:00 -0500,40.00,10.00,USD,Cup
#2004,,2025-01-26 12:30:00 -0500,25.00,0.00,USD,Kettle
#2005,noah@example.com,2025-01-21 19:05:00 -0500,0.00,0.00,USD,Sample
#2006,olga@example.com,2025-03-04 07:45:00 -0500,200.00,0.00,USD,Tea set
#2007,mia@example.com,2025-04-03 13:10:00 -0400,500.00,0.00,USD,Samovar
#2008,pete@example.com,2025-02-06 09:20:00 -0500,80.00,0.00,USD,Kettle
"""
SPEND = "Month,Spend\n2025-01,90\n2025-03,400\n2025-04,100\n"
ASKED = ("--as-of", "2025-04-15", "--currency", "USD", "--margin", "0.6", "--timezone", "America/New_York")
"""The question to which SHOP and SPEND have a known answer."""

ORDERS_HEADER = "customer_id,date,amount,order_id,currency\n"
ORDERS = f"{ORDERS_HEADER}c1,2025-01-10,30.00,o1,EUR\nc2,2025-01-11,20.50,o2,EUR\n"
CONFLICT = f"{ORDERS}c2,2025-01-12,99.00,o2,EUR\n"
"""The same order twice, with two amounts: one of them cannot be right."""

GOOGLE = """\
Campaign report
"January 1, 2025 - January 31, 2025"
Day,Campaign,Currency code,Impr.,Clicks,Cost
2025-01-01,Brand,USD,100,10,12.50
2025-01-02,Brand,USD,"1,200",20,7.50
Total: Campaigns, --,USD,"1,300",30,{total}
"""


def folder_of(folder: Path, **files: str | bytes) -> Path:
    """A folder with those files; `orders_csv="..."` makes `orders.csv`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / ".".join(name.rsplit("_", 1))
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def shop(folder: Path) -> Path:
    """The folder with the known answer."""
    return folder_of(folder, orders_csv=SHOP, spend_csv=SPEND)
