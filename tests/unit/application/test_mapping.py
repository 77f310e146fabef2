"""Mappings: proposed, edited, saved, and files imported by them ever after."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path
from typing import Any

import pytest

from application.imports.imports import ImportOptions
from application.imports.mapping import MappingEdits, MappingHandler
from domain.imports.notation import DateOrder, DecimalMark
from domain.imports.source_file import SourceFile
from domain.shared.errors import InvalidValue, NotFound
from infrastructure.container import Container, build_container, load_settings
from tests.unit.exports.test_proposals import EVENTS, FRENCH_LEADS, GERMAN_ORDERS, SPANISH, TWO_COSTS

AS_PROPOSED = MappingEdits()


@pytest.fixture
def container() -> Container:
    return build_container(load_settings("memory://"))


@pytest.fixture
def handler(container: Container) -> MappingHandler:
    return container.get_mapping_handler()


def source(folder: Path, text: str = SPANISH, name: str = "anuncios.csv") -> SourceFile:
    path = folder / name
    path.write_text(text)
    return SourceFile.at(path)


def imported(container: Container, file: SourceFile, **options: Any) -> dict[str, Any]:
    return dict(container.get_import_handler().import_file(file, ImportOptions(**options)).view())


def test_a_proposal_tells_evidence_rows_sums_and_reconciliation_and_keeps_nothing(
    handler: MappingHandler, tmp_path: Path
) -> None:
    view = handler.propose(source(tmp_path), AS_PROPOSED)
    assert (view["file"], view["kind"], view["platform"], view["saved"]) == ("anuncios.csv", "ad_metrics", "", False)
    assert (view["rows"], view["total_rows"], view["currency"], view["reconciles"]) == (3, 1, "EUR", True)
    assert view["sums"]["spend"] == "32.75"
    assert view["period"] == {"start": "2026-01-01", "end": "2026-01-02"}
    assert view["columns"][0] == {
        "field": "date",
        "header": "Fecha",
        "evidence": "the header says fecha; 3 of 4 cells are dates",
        "samples": ["2026-01-01", "2026-01-02", "Total"],
    }
    assert (view["message"], view["missing"]) == (None, [])
    assert handler.listed() == []


@pytest.mark.parametrize(("text", "holds"), [(GERMAN_ORDERS, "orders"), (FRENCH_LEADS, "leads"), (EVENTS, "activity")])
def test_each_kind_is_shown_with_its_own_sums(handler: MappingHandler, tmp_path: Path, text: str, holds: str) -> None:
    view = handler.propose(source(tmp_path, text), AS_PROPOSED)
    assert (view["kind"], view["rows"]) == (holds, 2)
    assert holds in view
    assert "sums" not in view


def test_a_saved_mapping_reads_that_file_and_the_next_ones_with_its_header(
    container: Container, handler: MappingHandler, tmp_path: Path
) -> None:
    first = source(tmp_path)
    refused = imported(container, first)
    assert (refused["status"], refused["kind"], refused["proposal"]["rows"]) == ("proposed", "unrecognised", 3)
    saved = handler.save(first, MappingEdits(platform="acme"))
    assert saved["saved"]
    taken = imported(container, first)
    assert (taken["status"], taken["platform"], taken["sums"]["spend"]) == ("imported", "acme", "32.75")
    later = source(tmp_path, SPANISH.replace("12,50", "13,50").replace("32,75", "33,75"), "later.csv")
    assert imported(container, later)["status"] == "updated"
    assert handler.propose(later, AS_PROPOSED)["saved"]
    assert not handler.propose(later, MappingEdits(platform="other"))["saved"]


def test_what_is_saved_again_stands_in_place_of_what_was(handler: MappingHandler, tmp_path: Path) -> None:
    handler.save(source(tmp_path), MappingEdits(platform="acme"))
    handler.save(source(tmp_path), MappingEdits(columns=(("clicks", ""),), currency="EUR"))
    [mapping] = handler.listed()
    assert (mapping["platform"], mapping["currency"], mapping["file"]) == ("acme", "EUR", "anuncios.csv")
    assert "clicks" not in mapping["columns"]
    assert mapping["columns"]["spend"] == "Coste (EUR)"


def test_nothing_is_saved_that_makes_nothing_of_the_file(handler: MappingHandler, tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="nothing is saved: spend may be") as raised:
        handler.save(source(tmp_path, TWO_COSTS), AS_PROPOSED)
    assert raised.value.code == "set"
    bad = source(tmp_path, "Fecha,Campaña,Coste\n2026-01-40,A,1.50\n2026-01-41,A,1.50\n")
    with pytest.raises(InvalidValue, match="no row can be read: line 2"):
        handler.save(bad, AS_PROPOSED)
    assert handler.listed() == []


def test_what_is_missing_is_told_by_field(handler: MappingHandler, tmp_path: Path) -> None:
    view = handler.propose(source(tmp_path), MappingEdits(columns=(("spend", ""),)))
    assert view["missing"] == [["spend"]]
    assert view["message"] is not None
    assert view["message"]["code"] == "missing_columns"
    assert (view["rows"], view["messages"]) == (0, [])


def test_a_mapping_is_forgotten_by_the_first_characters_of_its_fingerprint(
    container: Container, handler: MappingHandler, tmp_path: Path
) -> None:
    fingerprint = handler.save(source(tmp_path), AS_PROPOSED)["fingerprint"]
    for unknown in (fingerprint[:5], "0" * 64, ""):
        with pytest.raises(NotFound):
            handler.remove(unknown)
    assert handler.remove(fingerprint[:8].upper())["fingerprint"] == fingerprint
    assert handler.listed() == []
    assert imported(container, source(tmp_path))["status"] == "proposed"


def test_the_notation_that_was_told_is_kept_with_the_mapping(
    container: Container, handler: MappingHandler, tmp_path: Path
) -> None:
    file = source(tmp_path, "Fecha;Campaña;Coste;Clics\n03/04/2026;A;1.234;3\n05/06/2026;B;2.345;4\n")
    told = MappingEdits(date_order=DateOrder.DAY_FIRST, decimal=DecimalMark.COMMA)
    assert handler.save(file, told)["period"] == {"start": "2026-04-03", "end": "2026-06-05"}
    assert imported(container, file)["sums"]["spend"] == "3579.00"


def test_the_notation_may_be_told_with_the_import_instead(container: Container, tmp_path: Path) -> None:
    file = source(tmp_path, "date;spend;platform\n03/04/2026;1.234;google\n05/06/2026;2.345;google\n")
    assert imported(container, file)["messages"][0]["code"] == "ambiguous_dates"
    told = {"date_order": DateOrder.MONTH_FIRST, "decimal": DecimalMark.POINT}
    view = imported(container, file, **told)
    assert (view["sums"]["spend"], view["period"]["start"]) == ("3.579", "2026-03-04")


def test_a_packed_file_is_mapped_as_it_is_imported(handler: MappingHandler, tmp_path: Path) -> None:
    packed = tmp_path / "anuncios.csv.gz"
    packed.write_bytes(gzip.compress(SPANISH.encode()))
    assert handler.propose(SourceFile.at(packed), AS_PROPOSED)["rows"] == 3
    several = tmp_path / "all.zip"
    with zipfile.ZipFile(several, "w") as archive:
        archive.writestr("a.csv", SPANISH)
        archive.writestr("b.csv", SPANISH)
    with pytest.raises(InvalidValue, match=r"all\.zip holds 2 files"):
        handler.propose(SourceFile.at(several), AS_PROPOSED)


@pytest.mark.parametrize(("text", "said"), [("\x00\x01", "anuncios"), ("word\n" * 9, "there is no table in it")])
def test_a_file_without_a_table_is_told_by_its_name(
    handler: MappingHandler, tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(InvalidValue, match=said) as raised:
        handler.propose(source(tmp_path, text), AS_PROPOSED)
    assert raised.value.code == "file"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"sets": ["spend"]}, "spend is not FIELD=HEADER"),
        ({"sets": ["=Coste"]}, "is not FIELD=HEADER"),
        ({"sets": ["spnd=Coste"]}, "no kind of file has spnd"),
        ({"sets": ["spend=Coste", "email=Mail"]}, "no kind of file has spend and email"),
        ({"sets": ["spend=A", "spend=B"]}, "spend is set more than once"),
        ({"sets": ["email=Mail"], "kind": "spend"}, "spend has no field email; its fields are"),
        ({"kind": "rates"}, "a file can be mapped as ad_metrics, spend, orders, leads, activity"),
        ({"kind": "poems"}, "a file can be mapped as"),
        ({"date_order": "ymd"}, "write the order of days and months as dmy or mdy"),
        ({"decimal": ","}, "write the decimal mark as point or comma"),
        ({"currency": "euros"}, "currency"),
        ({"sets": [f"segment={n}" for n in range(201)]}, "at most 200 columns"),
    ],
)
def test_an_edit_that_cannot_be_is_told_in_its_own_words(words: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidValue, match=said):
        MappingEdits.told(**words)


def test_edits_are_understood_from_words() -> None:
    edits = MappingEdits.told(
        ["spend = Cost=total", "clicks="], kind="ad_metrics", date_order="DMY", decimal="comma", currency="eur"
    )
    assert edits.columns == (("spend", "Cost=total"), ("clicks", ""))
    assert (edits.date_order, edits.decimal, edits.currency) == (DateOrder.DAY_FIRST, DecimalMark.COMMA, "EUR")
