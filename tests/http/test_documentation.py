"""docs/http-api.md shows what really happens: its requests are sent, and the answers held against what it prints.

A line `…` there stands for any number of lines, `…` within a line for any text.
"""

from __future__ import annotations

import json
import re
import shlex
from collections import defaultdict
from pathlib import Path
from typing import Any

import httpx

from tests.architecture.source_tree import REPOSITORY
from tests.http.running import Running
from tests.http.test_problems import codes_told

PAGE = (REPOSITORY / "docs" / "http-api.md").read_text(encoding="utf-8")
SHOWN_AT = "http://127.0.0.1:8000"


def files() -> dict[str, str]:
    return dict(re.findall(r"```text (\S+)\n(.*?)```", PAGE, flags=re.DOTALL))


def requests() -> list[tuple[str, str]]:
    """Each request with what is shown below it, in the order of the page."""
    blocks = re.findall(r"```console\n(.*?)```", PAGE, flags=re.DOTALL)
    shown = [part.partition("\n") for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]
    return [(command, output) for command, _, output in shown]


def sent(command: str, server: Running) -> str:
    """What curl prints, with JSON indented; curl itself need not be there."""
    words = shlex.split(command.replace(SHOWN_AT, server.url))
    assert words.pop(0) == "curl"
    url, whole, method, form, headers = words.pop(), False, "GET", list[tuple[str, str]](), {}
    while words:
        match words.pop(0):
            case "-i":
                whole = True
            case "-X":
                method = words.pop(0)
            case "-F":
                name, _, value = words.pop(0).partition("=")
                form.append((name, value))
            case "-H":
                name, _, value = words.pop(0).partition(": ")
                headers[name] = value
            case other:
                raise AssertionError(other)
    answer = _posted(server.client, url, headers, form) if form else server.client.request(method, url, headers=headers)
    head = [
        f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}",
        *(f"{k}: {v}" for k, v in answer.headers.items()),
        "",
    ]
    return "\n".join([*(head if whole else []), body(answer)])


def _posted(client: httpx.Client, url: str, headers: dict[str, str], form: list[tuple[str, str]]) -> httpx.Response:
    fields = defaultdict[str, list[str]](list)
    for field, value in form:
        fields[field].append(value)
    name = fields.pop("file")[0].removeprefix("@")
    return client.post(url, headers=headers, files={"file": (name, files()[name])}, data=fields)


def body(answer: httpx.Response) -> str:
    if "json" not in answer.headers["content-type"]:
        return answer.text
    found: Any = json.loads(answer.text)
    return json.dumps(found, indent=2, ensure_ascii=False)


def pattern(output: str) -> str:
    lines = output.rstrip("\n").split("\n")
    return "\n".join(r"(?:.*\n)*?.*" if line == "…" else re.escape(line).replace("…", ".*") for line in lines)


def test_every_request_of_the_page_is_answered_as_it_shows(server: Running) -> None:
    assert len(requests()) >= 17
    for command, output in requests():
        answered = sent(command, server)
        assert re.fullmatch(pattern(output) + r"\s*", answered), f"{command}\nanswers\n{answered}\nand not\n{output}"


def test_the_table_of_problems_has_every_type_and_no_other() -> None:
    rows = re.findall(r"^\| (`[^|]+`) \| \d", PAGE.partition("## Problems")[2], flags=re.MULTILINE)
    told = [code for row in rows for code in re.findall(r"`([a-z_0-9]+)`", row)]
    assert len(told) == len(set(told)) > 15
    assert set(told) == codes_told()


def test_every_path_and_every_option_stands_on_the_page(server: Running) -> None:
    for path in server.json("/openapi.json")["paths"]:
        assert re.sub(r"\{\w+\}", "{id}", path) in PAGE, path
    from tests.cli.running import in_process

    options = set(re.findall(r"--[a-z-]+", in_process("serve", "--help").out)) - {"--help"}
    assert len(options) >= 8
    assert {option for option in options if option not in PAGE} == set()


def test_the_page_names_no_place_that_is_not_there() -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", PAGE)
    assert [link for link in links if not (Path(REPOSITORY / "docs") / link).exists()] == []
    assert files().keys() == {"orders.csv", "spend.csv", "native.csv", "people.csv"}
