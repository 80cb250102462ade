# Two commands matter: `make run` and `make test`. Both set up what they need in .venv, from locked packages.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Stores under test are real files and every commit waits for the disk; memory spares the disk that wait.
SCRATCH := $(shell test -w /dev/shm && echo /dev/shm || echo /tmp)

.PHONY: help run test networks promises cover check format mutate schemas clean
.DEFAULT_GOAL := help

help: ## show these targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

run: $(VENV)/run.stamp ## set up, then start the service on the example campaign and the paper channel
	@$(BIN)/awareness run

test: $(VENV)/dev.stamp ## set up, then run every test
	@PYTEST_DEBUG_TEMPROOT=$(SCRATCH) $(BIN)/pytest -q -n auto --dist worksteal

networks: $(VENV)/bin/python ## set up the Bluesky server that some tests ask; without it they are skipped (a minute or two, once)
	@tests/servers/pds/setup.sh $(BIN)/python

check: $(VENV)/dev.stamp ## format, lint, types, import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/dev.stamp ## put every file into the house's form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

cover: $(VENV)/dev.stamp ## see that planner, rules, rendering and the life of a delivery are tested on every branch
	@PYTEST_DEBUG_TEMPROOT=$(SCRATCH) $(BIN)/python -m bench.cover

promises: $(VENV)/dev.stamp networks ## keep every promise at length, and print the table (an hour or two)
	@PYTEST_DEBUG_TEMPROOT=$(SCRATCH) TMPDIR=$(SCRATCH) $(BIN)/python -m bench.promises

mutate: $(VENV)/dev.stamp ## see how many small breakages of the same code its tests notice (an hour)
	@TMPDIR=$(SCRATCH) $(BIN)/python -m bench.mutation

schemas: $(VENV)/dev.stamp ## write the JSON Schemas of the files
	@$(BIN)/awareness schema --write schemas

clean: ## remove what the other targets made, but never data/
	rm -rf $(VENV) build mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. On Debian or Ubuntu: apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Name another: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is missing. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up in $(VENV), once; this takes about half a minute …"
	@$(PIP) install --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	@echo "Setting up the tools of the tests, once; this takes about half a minute …"
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	@touch $@
