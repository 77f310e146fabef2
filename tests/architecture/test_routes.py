"""A route parses, calls a handler and renders; whatever is more than that stands elsewhere."""

import ast
import re

import pytest

from tests.architecture.source_tree import Function, Source, functions, imported_packages, sources

VERBS = {"get", "post", "put", "patch", "delete"}
FORBIDDEN = (ast.Try, ast.If, ast.IfExp, ast.For, ast.While, ast.With, ast.Match, ast.Raise, ast.BoolOp, ast.ListComp)
SQL = re.compile(r"\b(select|insert into|update|delete from)\b.*\b(from|values|set|where)\b", re.IGNORECASE)
MOST_LINES = 8


def modules() -> list[Source]:
    return [source for source in sources("interfaces") if source.path.match("interfaces/http/routes/*_routes.py")]


def is_route(function: Function) -> bool:
    decorators = (ast.unparse(decorator) for decorator in function.decorator_list)
    return any(re.match(rf"router\.({'|'.join(VERBS)})\(", decorator) for decorator in decorators)


def routes() -> list[tuple[Source, Function]]:
    return [(source, function) for source in modules() for function in functions(source) if is_route(function)]


def faults(function: Function) -> list[str]:
    """What a route may not have, with the lines of its body without documentation."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    found = [type(node).__name__ for step in body for node in ast.walk(step) if isinstance(node, FORBIDDEN)]
    found += ["container" for step in body for node in ast.walk(step) if "container" in ast.unparse(node)][:1]
    lines = (body[-1].end_lineno or 0) - body[0].lineno + 1
    return [*found, *([f"{lines} lines"] if lines > MOST_LINES else [])]


def test_there_are_routes_and_each_says_what_it_is_for() -> None:
    assert len(routes()) >= 12
    assert [function.name for _, function in routes() if not ast.get_docstring(function)] == []


def test_routes_parse_call_and_render_and_do_nothing_else() -> None:
    assert {f"{source.path} {route.name}": faults(route) for source, route in routes() if faults(route)} == {}


def test_routes_know_neither_the_container_nor_sql() -> None:
    for source in modules():
        assert "infrastructure" not in imported_packages(source), source.path
        assert not SQL.search(source.text), source.path


def test_a_module_of_routes_holds_routes_and_nothing_else() -> None:
    """A function beside them would be where the rest is hidden."""
    inner = {id(node) for _, route in routes() for node in ast.walk(route) if isinstance(node, Function)}
    others = [f"{source.path} {one.name}" for source in modules() for one in functions(source) if id(one) not in inner]
    assert others == []


@pytest.mark.parametrize(
    "body",
    [
        "if a:\n        return b",
        "try:\n        a()\n    except E:\n        pass",
        "return a if b else c",
        "return a or b",
        "for a in b:\n        c(a)",
        "raise E",
        "return request.app.state.container.get_payback_handler()",
        "\n    ".join(f"a{n} = {n}" for n in range(9)),
    ],
)
def test_what_a_route_may_not_do_is_found(body: str) -> None:
    function = ast.parse(f"def route():\n    {body}\n").body[0]
    assert isinstance(function, ast.FunctionDef)
    assert faults(function)
