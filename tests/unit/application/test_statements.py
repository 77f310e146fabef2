"""The shared statements: worked out once, one at a time, and never told after the facts have changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Barrier, Event, Lock
from time import monotonic, sleep

import pytest

from application.imports.imports import ImportHandler, ImportOptions
from application.payback import statements as module
from application.payback.statements import Statements
from domain.imports.record import Status
from domain.payback.facts import OrderFacts
from domain.payback.ports import PaybackFacts, PaybackSnapshot
from domain.payback.question import By, PaybackQuestion
from domain.shared.errors import Busy, InvalidValue, Unusable
from infrastructure.container import Container, build_container, load_settings
from infrastructure.sources import SHIPPED, SourceAliasFile

QUESTION = PaybackQuestion(currency="EUR")
ORDERS = "order_id,date,email,total,source\n1,2025-01-05,ann@example.com,10,podcast\n2,2025-01-31,bob@example.com,20,\n"
LATER = "order_id,date,email,total\n3,2025-01-06,cara@example.com,10\n"


class WatchedFacts(PaybackFacts):
    """The real facts, of which each statement reads the orders once: counts the statements and how many were under way
    at once. `before` and `after` happen around that reading, `between` after the next snapshot has been closed."""

    def __init__(self, facts: PaybackFacts) -> None:
        self._facts = facts
        self.read = self.under_way = self.most_at_once = 0
        self.before: Callable[[], object] = lambda: None
        self.after: Callable[[], object] = lambda: None
        self.between: Callable[[], object] | None = None
        self._counting = Lock()

    @contextmanager
    def snapshot(self) -> Iterator[PaybackSnapshot]:
        with self._facts.snapshot() as snapshot:
            orders = snapshot.orders
            snapshot.orders = lambda: self._watched(orders)  # type: ignore[method-assign]
            yield snapshot
        between, self.between = self.between, None
        if between:
            between()

    def _watched(self, orders: Callable[[], OrderFacts]) -> OrderFacts:
        with self._counting:
            self.read += 1
            self.under_way += 1
            self.most_at_once = max(self.most_at_once, self.under_way)
        try:
            self.before()
            found = orders()
            self.after()
            return found
        finally:
            with self._counting:
                self.under_way -= 1


@pytest.fixture(params=["memory", "sqlite"])
def container(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Container]:
    url = "memory://" if request.param == "memory" else f"sqlite:///{tmp_path / 'shop.db'}"
    with build_container(load_settings(url)) as container:
        yield container


@pytest.fixture
def imports(container: Container, tmp_path: Path) -> Callable[[str], None]:
    """Imports a file of that text."""
    handler: ImportHandler = container.get_import_handler()

    def keep(text: str) -> None:
        path = tmp_path / f"orders {monotonic()}.csv"
        path.write_text(text)
        [outcome] = handler.import_files([path], ImportOptions())
        assert outcome.status is Status.IMPORTED

    keep(ORDERS)
    return keep


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """The alias table, to be edited."""
    return Path(shutil.copy(SHIPPED, tmp_path / "aliases.toml"))


@pytest.fixture
def facts(container: Container, imports: Callable[[str], None]) -> WatchedFacts:
    return WatchedFacts(container.get_payback_handler().statements.facts)


@pytest.fixture
def statements(facts: WatchedFacts, table: Path) -> Statements:
    return Statements(facts, SourceAliasFile(table))


def edit(table: Path) -> None:
    """From now on a podcast is an influencer."""
    table.write_text(table.read_text().replace('"influencer", "creator"', '"influencer", "podcast"'))


def sources(statements: Statements, question: PaybackQuestion = QUESTION) -> set[str]:
    return set(statements.of(question).people.source)


def test_the_same_question_is_worked_out_once(statements: Statements, facts: WatchedFacts) -> None:
    first = statements.of(QUESTION)
    assert statements.of(replace(QUESTION)) is first
    assert (first.customers, facts.read) == (2, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"as_of": date(2025, 1, 10)},
        {"currency": "USD"},
        {"by": By.CAMPAIGN},
        {"exclude_tax": True},
        {"exclude_shipping": True},
    ],
)
def test_another_question_has_its_own_answer(statements: Statements, other: dict[str, object]) -> None:
    question = replace(QUESTION, **other)  # type: ignore[arg-type]
    assert statements.of(QUESTION).question == QUESTION
    assert statements.of(question).question == question


def test_an_import_makes_another_statement(statements: Statements, imports: Callable[[str], None]) -> None:
    version, before = statements.version(), statements.of(QUESTION)
    imports(LATER)
    assert statements.version() != version
    assert (before.customers, statements.of(QUESTION).customers) == (2, 3)


def test_an_edit_of_the_alias_table_makes_another_statement(statements: Statements, table: Path) -> None:
    version = statements.version()
    assert sources(statements) == {"podcast", "unknown"}
    edit(table)
    assert sources(statements) == {"influencer", "unknown"}
    assert statements.version() != version


def test_a_table_that_cannot_be_read_is_an_error_and_not_the_last_answer(statements: Statements, table: Path) -> None:
    statements.of(QUESTION)
    table.write_text("paid_media = ")
    with pytest.raises(Unusable, match="in aliases"):
        statements.of(QUESTION)
    table.unlink()
    with pytest.raises(Unusable, match="in aliases"):
        statements.of(QUESTION)


def test_an_import_while_a_statement_is_asked_for_is_in_it(
    statements: Statements, facts: WatchedFacts, imports: Callable[[str], None]
) -> None:
    facts.between = lambda: imports(LATER)
    first = statements.of(QUESTION)
    assert first.customers == 3
    assert statements.of(QUESTION) is first


def test_an_import_while_a_statement_is_worked_out_is_in_the_next(
    statements: Statements, facts: WatchedFacts, imports: Callable[[str], None]
) -> None:
    facts.before = lambda: imports(LATER) if facts.read == 1 else None
    assert [statements.of(QUESTION).customers for _ in range(3)] == [2, 3, 3]
    assert facts.read == 2


def test_an_edit_while_a_statement_is_worked_out_is_in_the_next(
    statements: Statements, facts: WatchedFacts, table: Path
) -> None:
    facts.before = lambda: edit(table)
    assert [sources(statements) for _ in range(3)] == [{"podcast", "unknown"}, *[{"influencer", "unknown"}] * 2]
    assert facts.read == 2


def test_an_edit_that_is_taken_back_while_a_statement_is_worked_out_leaves_no_trace(
    statements: Statements, facts: WatchedFacts, table: Path
) -> None:
    text = table.read_text()
    facts.before, facts.after = (lambda: edit(table)), (lambda: table.write_text(text))
    assert [sources(statements) for _ in range(2)] == [{"podcast", "unknown"}] * 2


def test_origins_are_told_only_while_the_facts_are_those_of_the_statement(
    statements: Statements, imports: Callable[[str], None]
) -> None:
    answered = statements.answered(QUESTION)
    keys = answered.statement.people.histories.key.tolist()
    found = statements.origins(answered, keys)
    assert found is not None
    assert sorted(origin.line for origin in found.values()) == [2, 3]
    imports(LATER)
    assert statements.origins(answered, keys) is None


def test_many_threads_with_one_question_work_it_out_once(statements: Statements, facts: WatchedFacts) -> None:
    facts.before = lambda: sleep(0.05)
    together = Barrier(8)

    def ask(_: int) -> object:
        together.wait()
        return statements.of(QUESTION)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(8)))
    assert {id(answer) for answer in answers} == {id(answers[0])}
    assert facts.read == 1


def test_many_threads_with_many_questions_work_out_one_at_a_time(statements: Statements, facts: WatchedFacts) -> None:
    facts.before = lambda: sleep(0.01)
    questions = [replace(QUESTION, as_of=date(2025, 1, day)) for day in range(5, 11)] * 2
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(statements.of, questions))
    assert [answer.question for answer in answers] == questions
    assert (facts.most_at_once, facts.under_way) == (1, 0)


def test_whoever_waits_too_long_is_told_so_while_what_is_kept_is_still_answered(facts: WatchedFacts) -> None:
    statements, kept = Statements(facts, SourceAliasFile(), patience=0.05), replace(QUESTION, by=By.CAMPAIGN)
    statements.of(kept)
    began, go_on = Event(), Event()

    def hold_on() -> None:
        began.set()
        assert go_on.wait(10)

    facts.before = hold_on
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(statements.of, QUESTION)
        assert began.wait(10)
        with pytest.raises(Busy) as busy:
            statements.of(replace(QUESTION, exclude_tax=True))
        assert busy.value.code == "busy"
        assert statements.of(kept).question == kept
        go_on.set()
        assert slow.result().customers == 2
    facts.before = lambda: None
    assert statements.of(replace(QUESTION, exclude_tax=True)).customers == 2


def test_an_error_leaves_the_turn_to_the_next(statements: Statements, facts: WatchedFacts) -> None:
    with pytest.raises(InvalidValue, match="say which one") as needed:
        statements.of(PaybackQuestion())
    assert needed.value.code == "currency_needed"
    facts.before = lambda: 1 / 0
    with pytest.raises(ZeroDivisionError):
        statements.of(QUESTION)
    facts.before = lambda: None
    assert statements.of(QUESTION).customers == 2


def test_the_eight_statements_used_last_are_kept(statements: Statements, facts: WatchedFacts) -> None:
    questions = [replace(QUESTION, as_of=date(2025, 1, 10 + day)) for day in range(9)]
    for question in questions[:8]:
        statements.of(question)
    statements.of(questions[0])
    statements.of(questions[8])
    assert facts.read == 9
    for question in (questions[0], *questions[2:]):
        statements.of(question)
    assert facts.read == 9, "those that were used last"
    statements.of(questions[1])
    assert facts.read == 10, "the one that had not been used the longest"


def test_many_customers_are_kept_in_few_statements_but_the_newest_always(
    statements: Statements, facts: WatchedFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_CUSTOMERS", 1)
    other = replace(QUESTION, exclude_tax=True)
    for question in (QUESTION, QUESTION, other, other, QUESTION):
        assert statements.of(question).customers == 2
    assert facts.read == 3
