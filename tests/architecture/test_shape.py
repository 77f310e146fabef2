"""The shape of the code: small functions, small files, small ports, names that say what a thing is."""

import ast
import re
import statistics

import pytest

from tests.architecture.source_tree import REPOSITORY, Function, Source, classes, functions, sources

VAGUE = {"manager", "helper", "helpers", "util", "utils", "impl", "implementation", "base", "misc", "common"}
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def length(function: Function) -> int:
    """Lines from `def` to the end, without the documentation."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) and first.end_lineno:
        lines -= first.end_lineno - first.lineno + 1
    return lines


def is_declaration(function: Function) -> bool:
    """A port's method: nothing but documentation or `...`, and so no measure of how code is written."""
    return all(isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant) for step in function.body)


def lengths() -> dict[str, int]:
    return {
        f"{source.path}:{function.lineno} {function.name}": length(function)
        for source in sources()
        for function in functions(source)
        if not is_declaration(function)
    }


def words(name: str) -> set[str]:
    return {word.lower() for word in WORD.findall(name)}


def abstract_methods(declared: ast.ClassDef) -> list[Function]:
    return [
        node
        for node in declared.body
        if isinstance(node, Function)
        and any("abstractmethod" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]


def ports() -> list[tuple[Source, ast.ClassDef]]:
    return [
        (source, declared)
        for source in sources("domain")
        if source.path.name == "ports.py"
        for declared in classes(source)
    ]


def test_functions_are_short() -> None:
    measured = sorted(lengths().values())
    assert len(measured) > 100
    assert statistics.median(measured) <= 8
    assert measured[int(len(measured) * 0.9)] <= 20


def test_no_function_is_longer_than_forty_lines() -> None:
    assert {name: lines for name, lines in lengths().items() if lines > 40} == {}


def test_files_stay_under_three_hundred_lines() -> None:
    counted = {str(source.path): source.text.count("\n") for source in sources()}
    assert {path: lines for path, lines in counted.items() if lines >= 300} == {}


def test_the_length_of_a_function_leaves_out_its_documentation() -> None:
    tree = ast.parse('def f(\n    a,\n):\n    """One\n\n    two."""\n    return a\n')
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    assert length(function) == 4
    assert not is_declaration(function)


def test_names_say_what_a_thing_is() -> None:
    named = [(str(source.path), declared.name) for source in sources() for declared in classes(source)]
    named += [(str(source.path), source.path.stem) for source in sources()]
    assert len(named) > 100
    assert [(path, name) for path, name in named if words(name) & VAGUE] == []


@pytest.mark.parametrize("name", ["StoreManager", "csv_helpers", "SQLUtil", "RepositoryImpl", "BaseHandler"])
def test_vague_names_are_known(name: str) -> None:
    assert words(name) & VAGUE


def test_names_that_only_contain_such_a_word_are_left_alone() -> None:
    assert not words("DatabaseUrl") & VAGUE
    assert not words("implied_currency") & VAGUE


def test_every_port_says_what_it_promises_and_asks_for_little() -> None:
    assert len(ports()) >= len(list((REPOSITORY / "domain").glob("*/ports.py"))) > 0
    assert any(abstract_methods(declared) for _, declared in ports())
    silent = [f"{source.path}: {declared.name}" for source, declared in ports() if not ast.get_docstring(declared)]
    wide = [declared.name for _, declared in ports() if len(abstract_methods(declared)) > 8]
    assert silent == []
    assert wide == []


def test_every_context_that_needs_something_of_the_world_says_so_in_its_ports() -> None:
    """An abstract method elsewhere in a context would be a port that nobody looks for."""
    hidden = [
        f"{source.path}: {declared.name}"
        for source in sources("domain")
        if source.path.name != "ports.py" and source.path.parts[1] != "shared"
        for declared in classes(source)
        if abstract_methods(declared)
    ]
    assert hidden == []
