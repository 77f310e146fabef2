"""What a tests' database holds before a test begins."""


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest schema, the way an operator does."""
    # A run that asks for no database is spared the import of SQLAlchemy and Alembic.
    from infrastructure import migrations

    migrations.upgrade(url)
