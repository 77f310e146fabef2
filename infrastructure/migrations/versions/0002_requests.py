"""The requests that imports answered, the installation's own key, and the version of the facts."""

from infrastructure.migrations.plain_sql import directions

revision, down_revision = "0002", "0001"
upgrade, downgrade = directions(__file__)
