# Every target sets up what it needs by itself; a second call finds it done and is quick.
# Needs: make, Python 3.11 or newer with its venv module, and the Python Package Index.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUNTIME := $(VENV)/.runtime-installed
TOOLS := $(VENV)/.tools-installed
SHELL := /bin/sh

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
		printf '%-17s %s\n' "$$name" "$$text"; done

.PHONY: setup
setup: $(TOOLS) ## Install everything into .venv, nothing else

.PHONY: run
run: $(RUNTIME) ## Run the bot: Telegram with a token, else the trial chat in the browser
	$(BIN)/lagebild run

.PHONY: test
test: $(TOOLS) ## Run all tests that are quick: under five minutes
	$(BIN)/python -m pytest

.PHONY: test-long
test-long: $(TOOLS) ## Run the tests that take long: walks through the chat page, held-out data, a day of torture
	$(BIN)/python -m pytest -m long

.PHONY: test-postgres
test-postgres: $(TOOLS) ## Run the tests of the store on a PostgreSQL server that they start themselves
	$(BIN)/python -m pytest -m postgres

.PHONY: lint
lint: $(TOOLS) ## Check style, types, import direction and the README
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python .ci/check_readme.py
	@if [ -x $(BIN)/hadolint ]; then set -x; $(BIN)/hadolint Dockerfile; fi

.PHONY: bench
bench: $(TOOLS) ## Measure quality and speed
	$(BIN)/python -m benchmarks

.PHONY: torture
torture: $(TOOLS) ## Kill, starve and flood it for half an hour; prints a table of promises
	$(BIN)/python -m tests.torture

.PHONY: sbom
sbom: $(TOOLS) ## Print the bill of materials (CycloneDX)
	@$(BIN)/python .ci/sbom.py

.PHONY: clean
clean: ## Remove .venv and caches, never data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info

$(RUNTIME): requirements.txt pyproject.toml
	@sh .ci/venv $(VENV)
	$(PIP) install --require-hashes --requirement requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(TOOLS): $(RUNTIME) requirements-dev.txt
	$(PIP) install --require-hashes --requirement requirements-dev.txt
	@touch $@
