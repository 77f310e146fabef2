"""The requests that imports answered, and the installation's own key."""

from infrastructure.migrations.plain_sql import directions

revision, down_revision = "0002", "0001"
upgrade, downgrade = directions(__file__)
