"""What a revision stub does: it runs the SQL files that bear its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from alembic import op

from domain.shared.errors import SchemaMismatch
from infrastructure.migrations.target import Target

Step: TypeAlias = Callable[[], None]


def directions(stub: str) -> tuple[Step, Step]:
    """The `upgrade` and the `downgrade` of the revision whose stub is the file `stub`."""

    def upgrade() -> None:
        _run(Path(stub), "up")

    def downgrade() -> None:
        _run(Path(stub), "down")

    return upgrade, downgrade


def _run(stub: Path, direction: str) -> None:
    context = op.get_context()
    file = stub.parents[3] / "sql" / context.dialect.name / "migrations" / f"{stub.stem}.{direction}.sql"
    if not file.is_file():
        raise SchemaMismatch(f"{file} is missing")
    text = file.read_text(encoding="utf-8")
    if context.as_sql:
        context.impl.static_output(text)
        return
    target: Target = context.opts["target"]
    target.run(op.get_bind().connection.driver_connection, text)
