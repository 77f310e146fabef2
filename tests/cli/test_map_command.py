"""`succotash imports map`: a file that is not recognised is proposed, edited, saved, and imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import in_process
from tests.unit.exports.test_proposals import FRENCH_LEADS, SPANISH, TWO_COSTS

NARROW = {"COLUMNS": "70"}


@pytest.fixture
def unknown(here: Path) -> Path:
    (here / "anuncios.csv").write_text(SPANISH)
    return here


def test_a_file_that_is_not_recognised_says_what_it_would_be_and_how_to_go_on(unknown: Path) -> None:
    said = in_process("import", "anuncios.csv")
    assert said.code == 3
    assert "to go on: succotash imports map FILE" in said.out
    assert "anuncios.csv: not imported: proposed as ad metrics, 3 rows, spend 32.75 EUR" in said.out
    [view] = in_process("import", "anuncios.csv", "--json").json["imports"]
    assert (view["status"], view["kind"], view["proposal"]["rows"]) == ("proposed", "unrecognised", 3)
    assert in_process("imports", "list").out == "There are no imports.\n"


def test_the_columns_are_shown_with_their_evidence_and_nothing_is_saved(unknown: Path) -> None:
    said = in_process("imports", "map", "anuncios.csv")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == "anuncios.csv  ad metrics · proposed"
    spend = next(line for line in lines if line.startswith("spend"))
    assert "Coste (EUR)" in spend
    assert "the header says coste" in spend
    assert "not read: CTR, Coste por clic, Presupuesto" in lines
    assert "3 rows · 1 total row left out · 0 rejected · 2026-01-01 to 2026-01-02" in lines
    assert "spend 32.75 EUR · impressions 3,300 · clicks 65" in lines
    assert "reconciles: yes" in lines
    assert lines[-1].startswith("Nothing is saved. To keep it: the same command with --save")
    assert in_process("imports", "mappings").out == "There are no saved mappings.\n"


def test_in_a_narrow_window_each_column_has_two_lines(unknown: Path) -> None:
    out = in_process("imports", "map", "anuncios.csv", environment=NARROW).out
    assert "\nspend  Coste (EUR)\n  the header says coste" in out


def test_an_edited_mapping_is_saved_and_the_file_is_imported_by_it(unknown: Path) -> None:
    said = in_process("imports", "map", "anuncios.csv", "--set", "clicks=", "--platform", "acme", "--save")
    assert said.code == 0
    assert said.out.splitlines()[-2:] == [
        "Saved: files with this header are read so from now on.",
        "To import it: succotash import anuncios.csv",
    ]
    [view] = in_process("import", "anuncios.csv", "--json").json["imports"]
    assert (view["status"], view["platform"], view["sums"]["clicks"]) == ("imported", "acme", None)
    assert "saved" in in_process("imports", "map", "anuncios.csv").out.splitlines()[0]


def test_saved_mappings_are_listed_and_forgotten(unknown: Path) -> None:
    fingerprint = in_process("imports", "map", "anuncios.csv", "--save", "--json").json["fingerprint"]
    [mapping] = in_process("imports", "mappings", "--json").json["mappings"]
    assert (mapping["fingerprint"], mapping["file"]) == (fingerprint, "anuncios.csv")
    assert fingerprint[:12] in in_process("imports", "mappings").out
    assert f"{fingerprint[:12]}  " in in_process("imports", "mappings", environment=NARROW).out
    said = in_process("imports", "unmap", fingerprint[:8])
    assert (said.code, said.out) == (0, f"Forgotten: {fingerprint[:12]}, made from anuncios.csv.\n")
    again = in_process("imports", "unmap", fingerprint[:8])
    assert (again.code, again.err) == (1, f"error: there is no saved mapping {fingerprint[:8]}\n")


def test_what_is_unclear_is_told_with_the_option_that_settles_it(here: Path) -> None:
    (here / "two.csv").write_text(TWO_COSTS)
    said = in_process("imports", "map", "two.csv")
    assert said.code == 3
    assert '✗ spend may be "Spend" or "Cost"; tell which with --set spend=HEADER' in said.out
    assert said.out.splitlines()[-1] == "Nothing is saved."
    kept = in_process("imports", "map", "two.csv", "--save")
    assert kept.code == 2
    assert kept.err.startswith("error: nothing is saved: spend may be")
    assert in_process("imports", "map", "two.csv", "--set", "spend=Cost", "--save").code == 0


def test_days_that_could_be_two_are_settled_by_the_option(here: Path) -> None:
    (here / "days.csv").write_text("Fecha,Campaña,Gasto\n03/04/2026,A,10.00\n05/06/2026,B,11.00\n")
    assert "--date-order dmy" in in_process("imports", "map", "days.csv").out
    view = in_process("imports", "map", "days.csv", "--date-order", "mdy", "--json").json
    assert (view["period"]["start"], view["date_order"]) == ("2026-03-04", "mdy")


def test_leads_are_shown_as_leads(here: Path) -> None:
    (here / "contacts.csv").write_text(FRENCH_LEADS)
    out = in_process("imports", "map", "contacts.csv").out
    assert out.startswith("contacts.csv  leads · proposed\n")
    assert "2 leads" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "spend"), "error: spend is not FIELD=HEADER, such as spend=Cost"),
        (("--set", "spend=Kost"), 'error: anuncios.csv: there is no header "Kost"; there are "Fecha, Campaña'),
        (("--set", "spnd=Coste"), "error: no kind of file has spnd"),
        (("--kind", "poems"), "error: a file can be mapped as ad_metrics"),
        (("--date-order", "ymd"), "error: write the order of days and months as dmy or mdy"),
        (("--decimal", "."), "error: write the decimal mark as point or comma"),
    ],
)
def test_an_option_that_cannot_be_is_one_line(unknown: Path, words: tuple[str, ...], said: str) -> None:
    result = in_process("imports", "map", "anuncios.csv", *words)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(said)
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("content", [None, b"", b"\x89PNG\r\n", b"word\n" * 9])
def test_a_file_that_cannot_be_mapped_is_one_line(here: Path, content: bytes | None) -> None:
    if content is not None:
        (here / "odd.csv").write_bytes(content)
    result = in_process("imports", "map", "odd.csv")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: odd.csv: ")
    assert result.err.count("\n") == 1


def test_what_a_file_says_moves_no_terminal(here: Path) -> None:
    (here / "evil.csv").write_text("Fecha,Campaña\x1b[2J,Gasto\n2026-01-01,A\x1b[31m,1.00\n")
    assert "\x1b[2J" not in in_process("imports", "map", "evil.csv", "--set", "campaign=Campaña\x1b[2J").everything
