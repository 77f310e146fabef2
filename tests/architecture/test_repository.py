"""What is in the repository holds anywhere: no machine's paths, no registry, no test that looks away."""

import ast
import re
import subprocess
import sys
import tomllib
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, packages_distributions, requires

import pytest
from packaging.requirements import Requirement

from tests.architecture.source_tree import LAYERS, REPOSITORY, functions, imported_packages, sources, tracked_files

MACHINE_PATH = re.compile(r"(?<![\w.~$}-])/(?:work|root|home|Users)/[\w.-]")
REGISTRY = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|npmjs\.com|docker\.io|ghcr\.io|quay\.io|gcr\.io"
    r"|anaconda\.org|proxy\.golang\.org|crates\.io)\b|--(?:extra-)?index[-]url|--find[-]links|--trusted[-]host"
)
PIN = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+")


def places(pattern: re.Pattern[str]) -> list[str]:
    files = tracked_files()
    assert len(files) > 50
    return [
        f"{path.relative_to(REPOSITORY)}: {found[0]}"
        for path in files
        for found in pattern.finditer(path.read_bytes().decode("utf-8", errors="ignore"))
    ]


def pins() -> list[str]:
    lines = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def normalised(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    assert places(MACHINE_PATH) == []


def test_no_file_names_a_package_registry() -> None:
    assert places(REGISTRY) == []


@pytest.mark.parametrize("folder", ["work", "root", "home", "Users"])
def test_a_machines_path_is_known(folder: str) -> None:
    assert MACHINE_PATH.search(f"see /{folder}/somebody")
    assert not MACHINE_PATH.search(f"https://example.com/{folder}/somebody")


@pytest.mark.parametrize("text", ["https://pypi!org/simple", "--extra-index!url x", "image: ghcr!io/a/b"])
def test_a_registry_is_known(text: str) -> None:
    assert not REGISTRY.search(text)
    assert REGISTRY.search(text.replace("!", ".")) or REGISTRY.search(text.replace("!", "-"))


def test_constraints_are_exact_versions_and_nothing_else() -> None:
    assert len(pins()) > 30
    assert [line for line in pins() if not PIN.fullmatch(line)] == []
    assert not any(line.lower().startswith(("succotash", "pip==", "setuptools")) for line in pins())


def needed(declared: list[str]) -> set[str]:
    """All that the declared requirements bring along here, by name; what is not installed brings nothing."""
    found: set[str] = set()
    waiting = [Requirement(text) for text in declared]
    while waiting:
        requirement = waiting.pop()
        name = normalised(requirement.name)
        if name not in found and (not requirement.marker or requirement.marker.evaluate({"extra": ""})):
            found.add(name)
            with suppress(PackageNotFoundError):
                waiting += map(Requirement, requires(name) or [])
    return found


def test_what_the_program_and_its_tests_bring_along_is_pinned_too() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [
        *project["dependencies"],
        *(text for some in project["optional-dependencies"].values() for text in some),
    ]
    pinned = {normalised(text.partition("==")[0]) for text in pins()}
    assert len(needed(declared)) > len(declared)
    assert needed(declared) - pinned == set()


def test_what_the_program_imports_is_declared_and_pinned() -> None:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {normalised(re.split(r"[\[<>=~ ]", text)[0]) for text in settings["project"]["dependencies"]}
    pinned = {normalised(text.partition("==")[0]) for text in pins()}
    carriers = packages_distributions()
    imported = set().union(*map(imported_packages, sources())) - sys.stdlib_module_names - set(LAYERS)
    used = {normalised(carrier) for name in imported for carrier in carriers[name]}
    assert used
    assert used - declared == set()
    assert declared - pinned == set()


def test_nothing_that_is_generated_is_tracked() -> None:
    generated = re.compile(r"\.(?:db|pyc|sqlite3?)$|(?:^|/)(?:out|\.venv|examples/exports)/|\.egg-info")
    names = [str(path.relative_to(REPOSITORY)) for path in tracked_files()]
    assert [name for name in names if generated.search(name)] == []


def test_no_test_looks_away() -> None:
    """What can't be tested here is a defect of the test's surroundings, and those must fail."""
    ways = re.compile(r"\b(?:pytest|mark)\.(?:skip|skipif|xfail|importorskip)\b")
    calls = [
        f"{source.path}:{node.lineno}"
        for source in sources("tests")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and ways.search(ast.unparse(node))
    ]
    assert calls == []


def test_every_test_can_fail() -> None:
    """A test that asserts nothing, calls no assertion of its own making and expects no error proves nothing."""
    tests = [
        (source, function)
        for source in sources("tests")
        for function in functions(source)
        if function.name.startswith("test_") and source.path.name.startswith("test_")
    ]
    assert len(tests) > 50
    proof = re.compile(r"assert|\braises\(|\brun_state_machine_as_test\(")
    assert [f"{source.path}: {test.name}" for source, test in tests if not proof.search(ast.unparse(test))] == []


def test_the_tools_of_a_newcomer_are_scripts_that_bash_and_make_accept() -> None:
    subprocess.run(["bash", "-n", ".ci/run"], cwd=REPOSITORY, check=True)
    for target in ("run", "test", "check", "test-slow", "test-browser", "bench", "clean"):
        subprocess.run(["make", "--dry-run", target], cwd=REPOSITORY, check=True, capture_output=True)
    assert (REPOSITORY / ".ci" / "run").stat().st_mode & 0o111
