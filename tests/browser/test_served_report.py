"""The report as the server gives it, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import Opened, Seen
from tests.http.running import Running, running
from tests.http.test_answers import QUESTION, stocked

pytestmark = pytest.mark.browser


@pytest.fixture
def server() -> Iterator[Running]:
    with running() as started:
        yield stocked(started)


def is_whole(seen: Seen) -> bool:
    """Its style is there, and its script has run."""
    style = "getComputedStyle(document.querySelector('.skip')).position"
    return bool(seen.page.evaluate(f"{style} === 'absolute'")) and seen.page.is_visible("#source")


def test_a_report_that_is_visited_again_has_its_style_and_its_script(server: Running, opened: Opened) -> None:
    seen = opened()
    answers: list[int] = []
    seen.page.on("response", lambda response: answers.append(response.status))
    asked = "&".join(f"{name}={value}" for name, value in QUESTION.items())
    seen.page.goto(f"{server.url}/report?{asked}")
    assert is_whole(seen)
    for _ in range(2):
        seen.page.reload()
        assert is_whole(seen)
    assert [message for message in seen.said if "favicon" not in message] == []
    assert server.client.get(seen.page.url, headers={"If-None-Match": "x"}).status_code == 200
