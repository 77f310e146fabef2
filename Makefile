# Two commands for a newcomer: `make run` and `make test`. Everything they need lands in this folder, mostly in .venv.
# Written for GNU make 3.81, which is what macOS has.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Without pip's cache nothing is left outside the checkout.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --no-cache-dir --disable-pip-version-check -c constraints.txt

EXAMPLES := examples/exports
DATABASE ?= sqlite:///out/succotash.db
PORT ?= 8000
ARGS ?=
WORKERS ?= 2
PYTEST_ARGS ?=
CHECKED := $(wildcard domain application infrastructure interfaces tests examples benchmarks *.py)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check test-slow test-browser bench constraints clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.installed $(EXAMPLES) ## payback of the example exports, then its report on a local port (ARGS=--no-serve: no port)
	@mkdir -p out
	@set -- $(ARGS); remaining=$$#; \
	while [ $$remaining -gt 0 ]; do \
		word=$$1; shift; remaining=$$((remaining - 1)); \
		case $$word in --no-serve) ;; *) set -- "$$@" "$$word" ;; esac; \
	done; \
	$(BIN)/succotash payback $(EXAMPLES) --currency AUD --timezone Australia/Sydney --database "$(DATABASE)" --output out "$$@"
	@echo
	@echo "exports read: $(EXAMPLES)   database: $(DATABASE)   files written: out"
	@echo "your own:     $(BIN)/succotash payback FOLDER --currency AUD"
	@$(if $(filter --no-serve,$(ARGS)),,echo && \
	$(BIN)/succotash serve --port $(PORT) --currency AUD --timezone Australia/Sydney --database "$(DATABASE)")

test: $(VENV)/.installed-test ## every test but the slow ones, on a real PostgreSQL (PYTEST_ARGS=..., WORKERS=2)
	SUCCOTASH_REQUIRE_SERVERS=1 $(BIN)/python -m pytest -n $(WORKERS) $(PYTEST_ARGS)

test-slow: $(VENV)/.installed-test ## fuzz, simulations and drills: up to 30 minutes
	$(BIN)/python -m pytest -m slow -n $(WORKERS) $(PYTEST_ARGS)

test-browser: $(VENV)/.installed-browser ## the report and the pages in a real Chromium (Debian: apt install chromium)
	$(BIN)/python -m pytest -m browser $(PYTEST_ARGS)

check: $(VENV)/.installed-dev ## style, types and architecture; a warning is an error
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/mypy $(CHECKED)
	$(BIN)/lint-imports
	$(BIN)/python -W error -m compileall -q -f $(CHECKED)

bench: $(VENV)/.installed-bench ## measure beside peers, one file of benchmarks/ after the other, into docs/benchmarks.md
	@for file in benchmarks/*.py; do \
		case $$file in */__init__.py) continue ;; esac; \
		echo "== $$file"; $(BIN)/python "$$file" || exit 1; \
	done

constraints: $(VENV)/.created ## renew constraints.txt with the newest versions that pyproject.toml allows
	@rm -rf $(VENV)/renewal && $(BIN)/python -m venv $(VENV)/renewal
	$(VENV)/renewal/bin/python -m pip install --quiet --no-cache-dir --disable-pip-version-check -e '.[test,browser,bench,dev]'
	@{ grep '^#' constraints.txt; \
		$(VENV)/renewal/bin/python -m pip freeze --exclude-editable | grep -E '^[A-Za-z0-9._-]+==[^ @]+$$'; \
	} > $(VENV)/constraints.txt && mv $(VENV)/constraints.txt constraints.txt
	@rm -rf $(VENV)/renewal
	@echo "constraints.txt is renewed; now: make check test"

clean: ## remove everything that make made
	rm -rf $(VENV) out $(EXAMPLES) $(EXAMPLES).partial *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .schemathesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Succotash needs Python 3.11 or newer; $(PYTHON) is: $$($(PYTHON) --version 2>&1)"; \
		echo "Name another one: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python can't create virtual environments; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Creating $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.created pyproject.toml constraints.txt
	@echo "Installing what Succotash runs on into $(VENV) ..."
	@$(PIP_INSTALL) -e .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.created pyproject.toml constraints.txt
	@echo "Installing what the tests need into $(VENV) ..."
	@$(PIP_INSTALL) -e '.[test]'
	@touch $(VENV)/.installed $@

$(VENV)/.installed-browser: $(VENV)/.created pyproject.toml constraints.txt
	@echo "Installing what the browser tests need into $(VENV) ..."
	@$(PIP_INSTALL) -e '.[test,browser]'
	@touch $(VENV)/.installed $(VENV)/.installed-test $@

$(VENV)/.installed-bench: $(VENV)/.created pyproject.toml constraints.txt
	@echo "Installing what the benchmarks need into $(VENV) ..."
	@$(PIP_INSTALL) -e '.[test,bench]'
	@touch $(VENV)/.installed $(VENV)/.installed-test $@

# The checks look at all that there is, and so need all that it imports.
$(VENV)/.installed-dev: $(VENV)/.created pyproject.toml constraints.txt
	@echo "Installing what the checks need into $(VENV) ..."
	@$(PIP_INSTALL) -e '.[test,browser,bench,dev]'
	@touch $(VENV)/.installed $(VENV)/.installed-test $(VENV)/.installed-browser $(VENV)/.installed-bench $@

# Only where there are none: the folder may hold somebody's own files by now. Into another folder first: what was
# interrupted must not look whole.
$(EXAMPLES): | $(VENV)/.installed
	@echo "Generating the example exports ..."
	@rm -rf $(EXAMPLES).partial
	@$(BIN)/python examples/generate_exports.py $(EXAMPLES).partial
	@mv $(EXAMPLES).partial $(EXAMPLES)
