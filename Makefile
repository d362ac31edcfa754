VENV ?= .venv
PYTHON ?= python3
BIN = $(VENV)/bin

.PHONY: help setup run check test docs constraints

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Create .venv with all that development needs
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --constraint constraints.txt --editable ".[dev]"

run: ## Publish the tables for the articles in data/raw
	$(BIN)/coopstats run

check: ## Lint and check types
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

test: ## Run the tests
	$(BIN)/python -m pytest

docs: ## Write the generated pages anew
	$(BIN)/coopstats schema --markdown > docs/tables.md

constraints: ## Note the versions installed now as the tested ones
	sed -i '/^[^#]/d' constraints.txt
	$(BIN)/pip freeze --exclude-editable >> constraints.txt
