"""${message}."""

from infrastructure.migrations.plain_sql import directions

revision, down_revision = ${repr(up_revision)}, ${repr(down_revision)}
upgrade, downgrade = directions(__file__)
