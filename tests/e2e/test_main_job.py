"""The main job on the example exports: the same answer from every storage, byte for byte."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import ROOT, answer, succotash, without_places

QUESTION = ("--as-of", "2026-06-25", "--currency", "AUD", "--timezone", "Australia/Sydney", "--margin", "0.6")


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small year of the synthetic shop."""
    folder = tmp_path_factory.mktemp("shop") / "exports"
    script = ROOT / "examples" / "generate_exports.py"
    subprocess.run([sys.executable, script, folder, "--customers", "300"], check=True, capture_output=True)
    return folder


def payback(exports: Path, cwd: Path, database: str, *more: str, **environment: str) -> str:
    run = succotash("payback", str(exports), *QUESTION, "--json", "--database", database, *more, cwd=cwd, **environment)
    assert run.returncode == 0, run.stderr or run.stdout
    return run.stdout


@pytest.fixture(scope="module", params=["source", "campaign"])
def asked(request: pytest.FixtureRequest, exports: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """What the rows stand for, and the embedded database's answer."""
    return request.param, payback(exports, tmp_path_factory.mktemp("sqlite"), "sqlite:///one.db", "--by", request.param)


def test_memory_gives_the_same_answer_byte_for_byte(exports: Path, tmp_path: Path, asked: tuple[str, str]) -> None:
    by, embedded = asked
    assert '"payback": [' in embedded
    assert without_places(payback(exports, tmp_path, "memory://", "--by", by)) == without_places(embedded)


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
def test_postgresql_gives_the_same_answer_byte_for_byte(
    exports: Path, tmp_path: Path, postgres_url: str, asked: tuple[str, str], driver: str
) -> None:
    by, embedded = asked
    found = payback(exports, tmp_path, postgres_url, "--by", by, DATABASE_DRIVER=driver)
    assert without_places(found) == without_places(embedded)


def test_a_second_run_changes_nothing_and_says_so(exports: Path, tmp_path: Path) -> None:
    first = answer(succotash("payback", str(exports), *QUESTION, "--json", cwd=tmp_path))
    second = answer(succotash("payback", str(exports), *QUESTION, "--json", cwd=tmp_path))
    assert {entry["status"] for entry in first["imports"]} == {"imported", "updated"}
    assert {entry["status"] for entry in second["imports"]} == {"unchanged"}
    assert [_but_status(entry) for entry in first["imports"]] == [_but_status(entry) for entry in second["imports"]]
    assert first["payback"] == second["payback"]


def test_every_example_file_reconciles_and_the_parts_add_up_to_all(exports: Path, tmp_path: Path) -> None:
    found = answer(succotash("payback", str(exports), *QUESTION, "--json", cwd=tmp_path))
    assert [entry["kind"] for entry in found["imports"]] == ["ad_metrics", "ad_metrics", "orders", "ad_metrics"]
    assert all(entry["rejected_rows"] == 0 for entry in found["imports"])
    totals = [entry for file in found["imports"] for entry in file["reconciliation"]]
    assert all(entry["agrees"] for entry in totals if entry["total"] == "Total: Campaigns")
    assert any(entry["total"] == "Total: Campaigns" for entry in totals)
    for month in {row["cohort"] for row in found["payback"]}:
        rows = [row for row in found["payback"] if row["cohort"] == month]
        whole, parts = [row for row in rows if row["source"] == "all"], [row for row in rows if row["source"] != "all"]
        assert len(whole) == 1
        assert _sum(parts, "spend") == _sum(whole, "spend")
        assert _sum(parts, "new_customers") == _sum(whole, "new_customers")


def test_the_order_of_imports_does_not_matter_where_the_files_do_not_contradict(exports: Path, tmp_path: Path) -> None:
    files = sorted(exports.iterdir())
    for file in reversed([path for path in files if "Campaign report" not in path.name]):
        answer(succotash("import", str(file), "--json", cwd=tmp_path))
    backwards = answer(succotash("payback", str(exports), *QUESTION, "--json", cwd=tmp_path))
    other = tmp_path / "other"
    other.mkdir()
    forwards = answer(succotash("payback", str(exports), *QUESTION, "--json", cwd=other))
    assert backwards["payback"] == forwards["payback"]


def _but_status(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != "status"}


def _sum(rows: list[dict[str, Any]], name: str) -> Decimal:
    return sum((Decimal(row[name]) for row in rows if row[name] is not None), Decimal(0))
