"""Dependencies point inwards: the contracts of pyproject.toml hold, and each of them can fail."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source_tree import LAYERS, REPOSITORY, imported_packages, sources

# Each contract of pyproject.toml with an import that it must refuse, and the package where that import is put.
FAULTS = {
    "layers": ("domain.shared", "infrastructure.memory"),
    "domain-contexts": ("domain.payback", "domain.imports"),
    "application-contexts": ("application.payback", "application.imports"),
    "contexts-across-layers-imports": ("application.imports", "domain.payback"),
    "contexts-across-layers-payback": ("application.payback", "domain.imports"),
    "contexts-across-layers-campaigns": ("application.campaigns", "domain.imports"),
    "container-only": ("interfaces.cli", "infrastructure.sqlite"),
    "composition-root": ("infrastructure.sql", "infrastructure.memory"),
    "databases": ("infrastructure.sql", "infrastructure.postgres"),
    "shared-sql": ("infrastructure.memory", "infrastructure.sql"),
    "adapters": ("infrastructure.sqlite", "infrastructure.postgres"),
    "exports-stages": ("infrastructure.exports.values", "infrastructure.exports.tables"),
    "sqlalchemy": ("infrastructure.sql", "sqlalchemy"),
    "postgresql-drivers": ("infrastructure.sql", "psycopg"),
    "sqlite-driver": ("infrastructure.sql", "sqlite3"),
    "polars": ("application.imports", "polars"),
    "workbooks": ("infrastructure.sql", "openpyxl"),
    "pydantic": ("domain.imports", "pydantic"),
    "web": ("interfaces.cli", "fastapi"),
    "templates": ("interfaces.http", "jinja2"),
    "punq": ("interfaces.cli", "punq"),
    "acyclic": ("domain.shared", "domain.science"),
}
SETTINGS = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
NAMES = {contract["id"]: contract["name"] for contract in SETTINGS["contracts"]}


def lint_imports(folder: Path, *arguments: str) -> str:
    program = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run(
        [program, "--no-cache", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert answer.returncode in {0, 1}, answer.stderr
    return " ".join(answer.stdout.split())


@pytest.fixture(scope="session")
def copied_sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The layers in a folder where faults may be sown."""
    copy = tmp_path_factory.mktemp("house")
    for source in sources():
        (copy / source.path).parent.mkdir(parents=True, exist_ok=True)
        (copy / source.path).write_text(source.text, encoding="utf-8")
    shutil.copy(REPOSITORY / "pyproject.toml", copy)
    return copy


def test_every_contract_holds() -> None:
    verdict = lint_imports(REPOSITORY)
    assert f"Contracts: {len(NAMES)} kept, 0 broken." in verdict, verdict


def test_for_every_contract_there_is_a_fault_that_it_must_find() -> None:
    assert set(FAULTS) == set(NAMES)


@pytest.mark.parametrize("contract", FAULTS)
def test_a_contract_refuses_the_import_that_it_forbids(copied_sources: Path, contract: str) -> None:
    importer, imported = FAULTS[contract]
    fault = copied_sources / importer.replace(".", "/") / "fault.py"
    fault.write_text(f"import {imported}\n", encoding="utf-8")
    try:
        verdict = lint_imports(copied_sources, "--contract", contract)
    finally:
        fault.unlink()
    assert f"{NAMES[contract]} BROKEN" in verdict, verdict
    assert "fault" in verdict or contract == "acyclic", verdict


def test_the_domain_knows_the_standard_library_numpy_and_scipy_only() -> None:
    known = {"domain", "numpy", "scipy"} | sys.stdlib_module_names
    strangers = {str(source.path): imported_packages(source) - known for source in sources("domain")}
    assert {path: names for path, names in strangers.items() if names} == {}
    assert "numpy" in set().union(*map(imported_packages, sources("domain")))


def test_the_application_knows_the_domain_and_the_standard_library_only() -> None:
    known = {"application", "domain", "numpy"} | sys.stdlib_module_names
    strangers = {str(source.path): imported_packages(source) - known for source in sources("application")}
    assert {path: names for path, names in strangers.items() if names} == {}


def test_the_layers_are_installed_and_linted_as_they_are_named_here() -> None:
    assert set(SETTINGS["root_packages"]) == set(LAYERS)
    assert all((REPOSITORY / layer / "__init__.py").exists() for layer in LAYERS)
