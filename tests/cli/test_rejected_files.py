"""`FILE.rejected.csv`: the lines that were left out, beside the file they are from."""

from __future__ import annotations

import csv
import gzip
import stat
import zipfile
from pathlib import Path

from tests.cli.running import in_process

SPEND = "date,spend,platform\n2025-01-01,10.00,google\n2025-01-32,20.00,google\n=2025,1,google\n2025-01-03,x,google\n"


def _rejected(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_line_stands_there_with_its_number_its_reason_and_as_it_was(here: Path) -> None:
    (here / "spend.csv").write_text(SPEND)
    done = in_process("import", "spend.csv", "--currency", "EUR")
    assert done.code == 3
    assert "Rejected lines of spend.csv: spend.csv.rejected.csv" in done.out
    lines = _rejected(here / "spend.csv.rejected.csv")
    assert [(line["line"], line["raw"]) for line in lines] == [
        ("3", "2025-01-32,20.00,google"),
        ("4", "'=2025,1,google"),
        ("5", "2025-01-03,x,google"),
    ]
    assert lines[2]["reason"] == 'spend "x" is not an amount'
    assert stat.S_IMODE((here / "spend.csv.rejected.csv").stat().st_mode) == 0o600


def test_all_of_them_stand_there_however_many_the_ledger_keeps(here: Path) -> None:
    rows = "".join(f"2025-01-01,x{number},google\n" for number in range(1_500))
    (here / "spend.csv").write_text("date,spend,platform\n2025-01-02,1.00,google\n" + rows)
    in_process("import", "spend.csv", "--currency", "EUR")
    assert len(_rejected(here / "spend.csv.rejected.csv")) == 1_500


def test_nothing_is_written_where_nothing_was_left_out_or_it_is_a_dry_run(here: Path) -> None:
    (here / "good.csv").write_text("date,spend,platform\n2025-01-01,10.00,google\n")
    (here / "bad.csv").write_text(SPEND)
    in_process("import", "good.csv", "--currency", "EUR")
    in_process("import", "bad.csv", "--currency", "EUR", "--dry-run")
    assert list(here.glob("*.rejected.csv")) == []


def test_strictly_the_lines_are_told_and_nothing_is_imported(here: Path) -> None:
    (here / "spend.csv").write_text(SPEND)
    done = in_process("import", "spend.csv", "--currency", "EUR", "--strict")
    assert done.code == 3
    assert len(_rejected(here / "spend.csv.rejected.csv")) == 3
    assert in_process("imports", "list", "--json").json["imports"] == []


def test_the_lines_of_an_archives_file_stand_beside_the_archive(here: Path) -> None:
    (here / "spend.csv.gz").write_bytes(gzip.compress(SPEND.encode()))
    in_process("import", "spend.csv.gz", "--currency", "EUR")
    [found] = here.glob("*.rejected.csv")
    assert len(_rejected(found)) == 3


def test_two_files_of_an_archive_never_share_one(here: Path) -> None:
    with zipfile.ZipFile(here / "both.zip", "w") as archive:
        archive.writestr("a/b.csv", SPEND)
        archive.writestr("a_b.csv", SPEND.replace("20.00", "30.00"))
    in_process("import", "both.zip", "--currency", "EUR")
    found = sorted(here.glob("*.rejected.csv"))
    assert [path.name for path in found] == ["both.zip_a_b.csv (2).rejected.csv", "both.zip_a_b.csv.rejected.csv"]
    assert sorted(_rejected(path)[0]["raw"] for path in found) == [
        "2025-01-32,20.00,google",
        "2025-01-32,30.00,google",
    ]


def test_where_it_cannot_be_written_the_import_stands_and_one_line_says_why(here: Path) -> None:
    (here / "spend.csv").write_text(SPEND)
    (here / "spend.csv.rejected.csv").mkdir()
    done = in_process("import", "spend.csv", "--currency", "EUR")
    assert done.code == 3
    assert "could not be written" in done.out
    assert len(in_process("imports", "list", "--json").json["imports"]) == 1


def test_payback_never_takes_such_a_file_for_an_export(here: Path) -> None:
    folder = here / "exports"
    folder.mkdir()
    (folder / "spend.csv").write_text("date,spend,platform\n2025-01-01,10.00,google\n")
    (folder / "spend.csv.rejected.csv").write_text("line,reason,raw\n3,none,x\n")
    answer = in_process("payback", "exports", "--currency", "EUR", "--json").json
    assert [entry["file"] for entry in answer["imports"]] == ["spend.csv"]
