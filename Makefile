# make run      set up and serve the bundled gazetteer on port 8000 (PORT=… takes another)
# make test     set up and check everything: style, types, layers, tests
# make quick    the inner loop: tests that start no process
# make lint     style, types and layers alone
# make format   let ruff rewrite what it can
# make bench    measure speed, memory and recall over lists of up to a million made names (SIZES=1000,10000 for less,
#               NAMES=list.jsonl takes the words of a list of your own, REPORT=… says where the report goes)
# make quote    write the figures in README.md and docs/ anew: speed from bench/reports/readme.json, accuracy measured
# make schema   write gazetteer/schema.json and types.schema.json anew from the code
# make openapi  write openapi.yaml anew from the code
# make cases    find names on both sides of a number of the policy, for tests/cases/policy.yaml (NUMBER=threshold)
# make mutants  change the code in a hundred small ways and say which changes no test notices (takes half an hour)
# make freeze   write tests/cases/names.frozen.tsv anew: the labelled pairs that are judged wrong today
# make dist     build the wheel and the source distribution into dist/
# make pins     write constraints.txt anew from the newest releases that pyproject.toml allows
# make clean    take away the environment and what was built
#
# PYTHON names the interpreter to set up with (make run PYTHON=python3.13), VENV the folder of the environment, JOBS how
# many processes run tests at once.

PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
REPORT ?= bench/reports/latest.json
JOBS ?= 2
BIN := $(VENV)/bin
# Threads of linear algebra wait for each other on a busy machine: the small trainings of the tests took a minute.
export OMP_NUM_THREADS ?= 1
# Older versions of pip apply the first to builds as well, newer ones want the second.
PINNED := PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run test quick lint format bench quote schema openapi cases mutants freeze dist pins clean

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//p' Makefile

# An environment in which the service runs; what development needs comes on top, when something asks for it.
$(VENV)/.run: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "polyonym needs Python 3.11 or later, and $(PYTHON) is not: $$($(PYTHON) --version 2>&1)."; \
	  echo "Name another one: make run PYTHON=python3.13"; exit 1; }
	@echo "Setting up $(VENV), once."
	@if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then $(PYTHON) -m venv $(VENV); \
	  else $(PYTHON) -m venv --without-pip $(VENV) && \
	    $(PYTHON) -m pip --quiet --disable-pip-version-check --python $(BIN)/python install pip; fi || { \
	  rm -rf $(VENV); \
	  echo "No environment could be made: this Python comes without venv, ensurepip or a pip of 22.3 or later."; \
	  echo "On Debian and Ubuntu install them with: sudo apt install python3-venv python3-pip"; exit 1; }
	@$(PINNED) $(PIP) install -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@echo "Adding what the tests need, once."
	@$(PINNED) $(PIP) install -e '.[dev]'
	@touch $@

run: $(VENV)/.run
	@$(BIN)/polyonym serve --port $(PORT)

# Neighbours stay together as long as no process is idle: what a module sets up is mostly set up once.
PYTEST := $(BIN)/python -m pytest -n $(JOBS) --dist worksteal

test: lint
	$(PYTEST)

quick: $(VENV)/.dev
	$(PYTEST) -m 'not slow' -q

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(VENV)/.dev
	$(BIN)/python -m bench $(if $(SIZES),--sizes $(SIZES)) $(if $(NAMES),--names $(NAMES)) $(BENCH) \
	  --report $(REPORT) --plot $(REPORT:.json=.svg)

quote: $(VENV)/.dev
	$(BIN)/python -m bench.quote bench/reports/readme.json

schema: $(VENV)/.run
	$(BIN)/polyonym schema > gazetteer/schema.json.new
	mv gazetteer/schema.json.new gazetteer/schema.json
	$(BIN)/polyonym schema --types > gazetteer/types.schema.json.new
	mv gazetteer/types.schema.json.new gazetteer/types.schema.json

openapi: $(VENV)/.run
	$(BIN)/polyonym openapi > openapi.yaml.new
	mv openapi.yaml.new openapi.yaml

cases: $(VENV)/.dev
	$(BIN)/python tests/find_cases.py $(NUMBER)

# ONLY="policy.py heads" takes those whose line holds one of the words.
mutants: $(VENV)/.dev
	$(BIN)/python tests/mutate.py --jobs $(JOBS) $(ONLY)

freeze: $(VENV)/.dev
	$(BIN)/python tests/resolve/test_names.py

dist: $(VENV)/.dev
	rm -rf dist
	$(BIN)/python -m hatchling build

# The comment at the head of the file is kept.
pins:
	$(PYTHON) -m venv --clear $(VENV)-pins
	$(VENV)-pins/bin/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	sed '/^#/!d' constraints.txt > constraints.txt.new
	$(VENV)-pins/bin/python -m pip freeze --exclude-editable | LC_ALL=C sort -f >> constraints.txt.new
	mv constraints.txt.new constraints.txt
	rm -rf $(VENV)-pins

clean:
	rm -rf $(VENV) $(VENV)-pins build dist
