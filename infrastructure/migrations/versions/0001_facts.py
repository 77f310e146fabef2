"""The ledger of imports and the fact tables."""

from infrastructure.migrations.plain_sql import directions

revision, down_revision = "0001", None
upgrade, downgrade = directions(__file__)
