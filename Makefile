# demo, test and check need nothing but Python 3.11+, make and the package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check docs bench soak clean

demo: $(VENV)/.ready
	@$(BIN)/netcli demo

test: $(VENV)/.ready
	$(BIN)/pytest --cov --cov-report=term:skip-covered -m "not soak"

check: $(VENV)/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/sizes.py
	$(BIN)/python tools/docs.py --check

docs: $(VENV)/.ready
	$(BIN)/python tools/docs.py

bench: $(VENV)/.ready
	$(BIN)/python tools/bench.py

soak: $(VENV)/.ready
	$(BIN)/python -m pytest -p tests._figures -m soak

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "netcli needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage*
