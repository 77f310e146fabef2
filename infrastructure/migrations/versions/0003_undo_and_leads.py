"""Imports that can be undone; leads, activity, and the saved mappings of columns."""

from infrastructure.migrations.plain_sql import directions

revision, down_revision = "0003", "0002"
upgrade, downgrade = directions(__file__)
