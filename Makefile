# make run   set up and serve the bundled gazetteer on port 8000
# make test  set up and check everything: style, types, layers, tests
# make quick the inner loop: tests that start no process
# make format, make schema, make openapi  rewrite what is generated
VENV ?= .venv
PORT ?= 8000
PYTHON ?= python3
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test quick lint format schema openapi clean

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "polyonym needs Python 3.11 or later; name one with make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

run: $(READY)
	$(BIN)/polyonym serve --port $(PORT)

test: lint
	$(BIN)/python -m pytest

quick: $(READY)
	$(BIN)/python -m pytest -m 'not slow' -q

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

schema: $(READY)
	$(BIN)/python -m polyonym schema > gazetteer/schema.json.new
	mv gazetteer/schema.json.new gazetteer/schema.json

openapi: $(READY)
	$(BIN)/python -m polyonym openapi > openapi.yaml.new
	mv openapi.yaml.new openapi.yaml

clean:
	rm -rf $(VENV) build dist
