# Everything a newcomer does, one word each. Needs Python 3.11 or later, make and git.
PYTHON ?= python3
BIN := .venv/bin

# Which libraries are installed is decided by what the lock files say, not by when they were written:
# a fresh clone, a changed branch and a second run all come out right.
STAMP := .venv/.set-up-$(shell cat requirements.lock requirements-dev.lock | cksum | tr -d ' ')

# Settings of a machine that would send packages somewhere other than .venv.
unexport PIP_USER PIP_TARGET PIP_PREFIX PIP_ROOT PIP_CONSTRAINT PIP_REQUIRE_HASHES PYTHONPATH PYTHONHOME

# Or have each of the many processes that the demo and the tests start compile the whole house anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup test contracts lint types tests demo up bench crash check lock clean

help:  ## This list
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | while IFS='	' read -r name what; do printf '  make %-10s %s\n' "$$name" "$$what"; done

setup: $(STAMP)  ## Make .venv with everything in it (a second run does nothing)

$(STAMP):
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Dalaba needs Python 3.11 or later; $(PYTHON) is %d.%d. Name another: make setup PYTHON=python3.12" % sys.version_info[:2])'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@rm -f .venv/.set-up-*
	@touch $@
	@echo "Ready: $(BIN)/dalaba"

test: contracts lint types tests  ## Contracts, lint, types, tests: in that order

contracts: setup
	$(BIN)/lint-imports

lint: contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: lint
	$(BIN)/mypy

tests: types
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

demo: setup  ## A made-up village, its telephone exchange and the whole gateway on this machine
	$(BIN)/dalaba demo

up: setup  ## Web, workers, clock and an embedded Redis, for a real carrier
	$(BIN)/dalaba up

crash: setup  ## Pull every plug twice while 5,000 households are being rung; some twenty minutes
	$(BIN)/python -m tests.crash

bench: setup  ## How fast the promises are kept
	$(BIN)/python -m tests.bench

check: setup  ## Every flow walkable, every prompt worded in every language, settings sane
	$(BIN)/dalaba check

lock: setup  ## Re-make both lock files from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--all-extras --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock

clean:  ## Remove what make made; your data stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find gateway workers tests -name __pycache__ -type d -prune -exec rm -rf {} +
