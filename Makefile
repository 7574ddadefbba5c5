# make demo | test | check | score DATA=DIR | bench | install | lock | clean
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
ROOMS := gongbao scheduler pipelines crawler feeds storage platforms portals config

# Much here is short-lived processes: without bytecode each of them compiles all it imports again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: install demo test check score bench lock clean

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing into $(VENV) (pinned, with hashes) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@$(BIN)/python -m compileall -q $(ROOMS)
	@touch $(STAMP)

demo: install
	@$(BIN)/gongbao demo

test: install
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

check: install
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

score: install
	@test -n "$(DATA)" || { echo "make score DATA=DIR: the folder with tools/, corpus/, docnumbers/ and seeds/"; exit 2; }
	@$(BIN)/python bench/score.py "$(DATA)"

bench: install
	@$(BIN)/python bench/run.py

lock:
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock

clean:
	rm -rf $(VENV) build data *.egg-info
