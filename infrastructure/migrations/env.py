"""Alembic runs this file."""

from infrastructure.migrations.environment import run

run()
