# `make demo` and `make test` are the two commands of the README. Each works in a fresh clone with
# nothing but Python 3.11 or later and pip. `make test-slow` runs the tests that take longer: whole
# roads, pages in a browser, simulations of what an interval promises.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' >/dev/null 2>&1 \
	&& echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin

# What Python compiles is kept: else each worker and each process that a test starts does it anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test fast test-slow types layers docs golden samples clean

demo: $(VENV)/.installed
	$(BIN)/textmine demo

test: $(VENV)/.installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(MAKE) --no-print-directory -j 3 types layers fast

# The fast tests alone. `make test` checks types beside them, which takes a minute the first time.
fast: $(VENV)/.installed-test
	$(BIN)/pytest -n 2 --dist worksteal

types: $(VENV)/.installed-test
	$(BIN)/mypy

layers: $(VENV)/.installed-test
	$(BIN)/lint-imports

test-slow: $(VENV)/.installed-test
	$(BIN)/pytest -n 2 --dist worksteal -m slow

# Build the documentation into build/docs; a warning is an error.
docs: $(VENV)/.installed-test
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs
	@echo "Open build/docs/index.html in a browser."

# Keep in tests/golden/ what the commands print and write now. Look at the difference afterwards.
golden: $(VENV)/.installed-test
	GOLDEN=renew $(BIN)/pytest -m "slow or not slow" tests/test_golden.py

# Build the shipped corpora, codings and model again from the texts beside them.
samples: $(VENV)/.installed
	rm -rf codings.db .history
	$(BIN)/textmine corpus import corpora/city-region-forum/messages.csv --replace \
		--name city-region-forum --synthetic --licence MIT \
		--description "A consultation forum of an invented city region"
	$(BIN)/textmine corpus import corpora/strategy-documents --split paragraphs --replace --synthetic \
		--licence MIT --description "Strategies of eight invented partnerships"
	$(BIN)/textmine coding import corpora/city-region-forum/codings.csv \
		--corpus city-region-forum --codebook ling-martins-2015
	$(BIN)/textmine train city-region-forum --name city-region-forum

clean:
	rm -rf $(VENV) .textmine textmine-demo build dist

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "textmine needs Python 3.11, 3.12 or 3.13: install one, or say make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet -e ".[en,web]"
	@touch $@

$(VENV)/.installed-test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet -e ".[en,web,test]"
	@touch $@ $(VENV)/.installed
