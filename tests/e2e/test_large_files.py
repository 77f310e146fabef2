"""A file of a million campaign-days: exact to the cent, in memory that does not grow with it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.faults.inspecting import Inspected, postgresql_at, sqlite_at

pytestmark = pytest.mark.slow

CAMPAIGNS, DAYS = 2_000, 500
MOST_MEMORY = 500
"""MiB of the whole process; a file of a tenth of the rows takes half of it."""
HEADER = "Day,Campaign,Campaign ID,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value\n"


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """The file, and what its columns add up to: money in cents, conversions in hundredths."""
    chance, path = random.Random(1), tmp_path_factory.mktemp("large") / "export.csv"
    sums = dict.fromkeys(("spend", "impressions", "clicks", "conversions", "conversion_value"), 0)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for number in range(CAMPAIGNS * DAYS):
            campaign, day = divmod(number, DAYS)
            figures = [chance.randrange(most) for most in (100_000, 10_000, 1_000, 2_500, 100_000)]
            sums = {name: sums[name] + figure for name, figure in zip(sums, figures, strict=True)}
            cost, conversions, value = (f"{figures[at] / 100:.2f}" for at in (0, 3, 4))
            file.write(f"{date(2024, 1, 1) + timedelta(day)},Campaign {campaign} | Brand,{10_000_000 + campaign},EUR,")
            file.write(f"{cost},{figures[1]},{figures[2]},{conversions},{value}\n")
    return path, sums


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Callable[[], Inspected]]:
    """A database that is empty, and what looks into it from outside."""
    if request.param == "sqlite":
        return "sqlite:///large.db", lambda: sqlite_at(tmp_path / "large.db")
    url = request.getfixturevalue("postgres_url")
    return url, lambda: postgresql_at(url)


def imported(export: Path, database: str, folder: Path) -> tuple[dict[str, Any], float]:
    """What the command tells of the file, and the peak memory of its process in MiB."""
    program = Path(sys.executable).with_name("succotash")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DB_", "DATABASE_", "USE_"))}
    answer, peak = folder / "answer.json", 0.0
    with (
        answer.open("wb") as out,
        subprocess.Popen(
            [program, "import", export, "--json", "--database", database], cwd=folder, env=clean, stdout=out
        ) as run,
    ):
        while run.poll() is None:
            with suppress(OSError, IndexError):  # it has just ended
                peak = max(peak, peak_of(run.pid))
            time.sleep(0.01)
    assert run.returncode == 0
    [entry] = json.loads(answer.read_text())["imports"]
    return entry, peak


def peak_of(process: int) -> float:
    """What Linux tells; a child that has just been started would count its parent's."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return float(status.partition("VmHWM:")[2].split()[0]) / 1024


def test_a_million_rows_are_exact_and_take_little_memory(
    export: tuple[Path, dict[str, int]], place: tuple[str, Callable[[], Inspected]], tmp_path: Path
) -> None:
    (path, sums), (database, look) = export, place
    entry, peak = imported(path, database, tmp_path)
    assert (entry["status"], entry["rows"], entry["rejected_rows"]) == ("imported", CAMPAIGNS * DAYS, 0)
    told = {name: Decimal(str(entry["sums"][name])) for name in sums}
    scale = {"spend": 100, "conversions": 100, "conversion_value": 100}
    assert told == {name: Decimal(figure) / scale.get(name, 1) for name, figure in sums.items()}
    assert 50 < peak < MOST_MEMORY
    inspected = look()
    inspected.assert_sound()
    [kept] = inspected.rows(
        "select count(*), sum(spend), sum(impressions), sum(clicks) from ad_metrics where is_current"
    )
    assert list(map(int, kept)) == [CAMPAIGNS * DAYS, sums["spend"] * 10_000, sums["impressions"], sums["clicks"]]
