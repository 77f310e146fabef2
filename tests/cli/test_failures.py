"""The edge of the program: nothing that happens inside comes out as a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from application.imports.imports import ImportHandler
from domain.shared.errors import (
    Busy,
    Conflict,
    ConnectionLost,
    CorruptRow,
    DomainError,
    InvalidValue,
    NotFound,
    SchemaMismatch,
    StorageError,
    StorageUnavailable,
    SuccotashError,
    TransientStorageError,
    Unusable,
)
from infrastructure import container as composition
from infrastructure.sources import SourceAliasFile
from interfaces.cli.failures import exit_code_of
from interfaces.cli.hints import OPTIONS
from tests.cli.exports import ASKED, folder_of, shop
from tests.cli.running import as_program, bare_environment, command, in_process


def classes_below(error: type[SuccotashError]) -> set[type[SuccotashError]]:
    return {error}.union(*(classes_below(kind) for kind in error.__subclasses__()))


@pytest.fixture
def failing(here: Path, monkeypatch: pytest.MonkeyPatch) -> type[Exception]:
    """Every import fails in a way that nobody thought of, with a message that is not for everybody."""
    shop(here / "exports")

    def fail(*_: object) -> None:
        raise ValueError("internals of the program")

    monkeypatch.setattr(ImportHandler, "import_files", fail)
    return ValueError


def test_every_error_has_an_exit_code() -> None:
    codes = {kind: exit_code_of(kind("what is wrong")) for kind in classes_below(SuccotashError)}
    one = {SuccotashError, DomainError, NotFound, Unusable, Conflict}
    one |= {Busy, StorageError, StorageUnavailable, ConnectionLost, TransientStorageError, SchemaMismatch, CorruptRow}
    assert codes == {**dict.fromkeys(one, 1), InvalidValue: 2}


def test_an_exit_code_goes_by_the_class_of_the_error_and_not_by_its_code() -> None:
    assert exit_code_of(InvalidValue("what is wrong", code="folder_empty")) == 2
    assert exit_code_of(Unusable("what is wrong", code="currency")) == 1


def test_a_table_of_words_that_is_broken_exits_1(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "aliases.toml").write_text("paid_media = 7\n")
    monkeypatch.setattr(composition, "SourceAliasFile", lambda: SourceAliasFile(here / "aliases.toml"))
    said = in_process("payback", shop(here / "exports"), *ASKED, "--quiet")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "aliases.toml" in said.err


def test_the_json_names_the_place_of_the_error(here: Path) -> None:
    said = in_process("imports", "list", "--json", "--database", "mysql://localhost/shop")
    assert said.json["error"]["details"] == {"setting": "--database"}
    assert in_process("imports", "lst", "--json").json["error"]["details"] == {}


def test_details_of_any_kind_are_told_in_json_without_a_password(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    details = {"path": Path("a"), "lines": (1, 2), "url": "postgresql://me:secret@host", "unknown": None}

    def fail(*_: object, **__: object) -> None:
        raise Unusable("what is wrong", **details)  # type: ignore[arg-type]

    monkeypatch.setattr(ImportHandler, "list_imports", fail)
    error = in_process("imports", "list", "--json", "--database", "memory://").json["error"]
    monkeypatch.undo()
    assert error == {
        "code": "unusable",
        "message": "what is wrong",
        "details": {"path": "a", "lines": [1, 2], "url": "postgresql://me:***@host", "unknown": None},
    }


def test_what_nobody_thought_of_is_one_line(failing: type[Exception]) -> None:
    said = in_process("payback", "exports", *ASKED)
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        f"error: something unexpected happened ({failing.__name__}); run again with SUCCOTASH_DEBUG=1 for the details\n"
    )
    assert in_process("payback", "exports", *ASKED, "--json").json["error"]["code"] == "unexpected"


def test_the_traceback_is_there_for_who_asks(failing: type[Exception]) -> None:
    said = in_process("payback", "exports", *ASKED, "--json", environment={"SUCCOTASH_DEBUG": "1"})
    assert "Traceback" in said.err
    assert "internals of the program" in said.err
    assert list(said.json) == ["error"]


def test_an_interruption_is_one_line_and_130(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ImportHandler, "import_files", interrupt)
    said = in_process("payback", shop(here / "exports"), *ASKED)
    assert (said.code, said.out, said.err) == (130, "", "error: interrupted\n")
    assert in_process("payback", "exports", *ASKED, "--json").json["error"]["code"] == "interrupted"


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_reader_who_has_gone_is_no_reason_to_complain(here: Path, options: list[str]) -> None:
    words = command("payback", shop(here / "exports"), *ASKED, *options)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, cwd=here, env=bare_environment(), **pipes) as process:  # type: ignore[call-overload]
        process.stdout.close()
        complaint = process.stderr.read()
        assert (process.wait(timeout=60), complaint) == (1, b"")


def test_an_output_that_cannot_be_written_is_told(here: Path) -> None:
    (here / "readable").touch()
    with (here / "readable").open("rb") as not_writable:
        pipes = {"stdout": not_writable, "stderr": subprocess.PIPE}
        words = command("imports", "list", "--json")
        done = subprocess.run(words, cwd=here, env=bare_environment(), check=False, **pipes)  # type: ignore[call-overload]
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert done.stderr.startswith(b"error: cannot write the output: ")


def test_progress_names_the_files_to_whoever_watches_and_spares_standard_output(here: Path) -> None:
    folder = shop(here / "exports")
    said = {words: watched("payback", folder, *ASKED, *words, cwd=here) for words in ((), ("--quiet",), ("--json",))}
    assert ["orders.csv" in err for _, err in said.values()] == [True, False, False]
    assert [err for _, err in said.values()][1:] == ["", ""]
    assert all("\x1b" not in out for out, _ in said.values())


def watched(*words: object, cwd: Path) -> tuple[str, str]:
    """What a program says on standard output, and on a terminal."""
    ours, theirs = os.openpty()
    try:
        done = subprocess.run(
            command(*words),
            cwd=cwd,
            env=bare_environment({"TERM": "xterm"}),
            stdout=subprocess.PIPE,
            stderr=theirs,
            check=True,
        )
        os.write(theirs, b"\n")  # so that there is something to read
        return done.stdout.decode(), os.read(ours, 100_000).decode().removesuffix("\r\n")
    finally:
        os.close(ours)
        os.close(theirs)


def test_any_locale_gets_utf_8(here: Path) -> None:
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    folder = shop(here / "exports")
    (folder / "größe.csv").write_text("")
    said = as_program("payback", folder, *ASKED, cwd=here, environment=locale)
    assert (said.code, said.err) == (0, "")
    assert "—" in said.out


def test_a_name_that_is_no_text_is_shown_and_stays_valid_json(here: Path) -> None:
    program = (
        "from interfaces.cli.screen import *; speak_utf8(); say_json({'file': '\\udcff.csv'}); say(shown('\\udcff'))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], env=bare_environment(), capture_output=True, check=True
    ).stdout
    answer, _, line = said.decode().rpartition("}")
    assert json.loads(answer + "}") == {"file": "\udcff.csv"}
    assert line.strip() == "\\udcff"


@pytest.mark.parametrize("command", ["payback nope --json", "doctor", "--help"])
def test_a_closed_or_full_standard_output_is_no_reason_for_a_traceback(command: str, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("succotash")
    full = [">/dev/full"] if Path("/dev/full").exists() else []
    for outlet in (">&-", *full):
        ran = subprocess.run(
            f"{program} {command} {outlet}", shell=True, cwd=tmp_path, capture_output=True, check=False
        )
        assert b"Traceback" not in ran.stderr
        assert b"unexpected" not in ran.stderr


def test_the_screen_says_which_option_helps_and_json_says_what_is_missing(here: Path) -> None:
    spend = "date,platform,account,spend,currency\n2025-01-01,google,{},30,EUR\n"
    folder = folder_of(here / "exports", one_csv=spend.format("one"), none_csv=spend.format("").replace("30", "31"))
    assert "name it with --account" in " ".join(in_process("payback", folder).out.split())
    [told] = [
        one for one in in_process("payback", folder, "--json").json["warnings"] if one["code"] == "account_unnamed"
    ]
    assert told["message"].endswith("it is counted twice; name it")


@pytest.mark.usefixtures("here")
def test_every_option_that_helps_is_one_of_the_command() -> None:
    assert {option for option in OPTIONS.values() if option not in in_process("payback", "--help").out} == set()
