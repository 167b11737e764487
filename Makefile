# Everything Trustline is run, tested and built with. `make help` lists it.
# PYTHON=… picks the interpreter of .venv; ARGS=… is passed on to `run`, `test` and `bench`.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
# Compiled once, not at every start.
unexport PYTHONDONTWRITEBYTECODE

candidates := $(if $(PYTHON),"$(PYTHON)",python3 python3.14 python3.13 python3.12 python3.11)
python := .venv/bin/python
venv := .venv/pyvenv.cfg
ready := .venv/.ready
# One more than two cores have: tests wait a lot. Those that must not share the machine with each other carry @pytest.mark.xdist_group.
TEST_JOBS ?= 3
# bot.lock is held to the versions of dev.lock: what is tested is what is run.
UV_VERSION := 0.13.9
LOCK := build/uv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header --quiet

.PHONY: help
help: ## list these commands
	@awk -F ':[^#]*## ' '/^[a-z-]+:[^#]*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

.PHONY: setup
setup: $(ready) ## make .venv, or bring it up to date
	@:

.PHONY: run
run: $(ready) ## run the bot: in the sandbox, or on Telegram when BOT_TOKEN is set
	@$(python) -m bot run $(ARGS)

.PHONY: test
test: $(ready) ## run all tests
	@$(python) -m pytest -n $(TEST_JOBS) --dist loadgroup $(ARGS)

.PHONY: check
check: lint test ## all that CI runs: lint, then test

.PHONY: lint
lint: check-format check-code check-types check-imports check-texts ## all checks but the tests

.PHONY: check-format
check-format: $(ready)
	@$(python) -m ruff format --check --quiet .

.PHONY: check-code
check-code: $(ready)
	@$(python) -m ruff check --quiet .

.PHONY: check-types
check-types: $(ready)
	@$(python) -m mypy

.PHONY: check-imports
check-imports: $(ready)
	@.venv/bin/lint-imports

.PHONY: check-texts
check-texts: $(ready)
	@$(python) -m bot check --texts

.PHONY: format
format: $(ready) ## format the code and mend what can be mended
	@$(python) -m ruff format .
	@$(python) -m ruff check --fix .

.PHONY: bench
bench: $(ready) ## measure: print a table, write var/bench.json
	@$(python) -m tests.bench $(ARGS)

.PHONY: lock
lock: build/uv/.$(UV_VERSION) ## resolve pyproject.toml into requirements/*.lock (newest: ARGS=--upgrade)
	@$(LOCK) --output-file requirements/dev.lock --extra dev $(ARGS)
	@$(LOCK) --output-file requirements/bot.lock --constraint requirements/dev.lock

.PHONY: clean
clean: ## remove .venv and all that is built; data in var/ stays
	@rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(ready): $(venv) requirements/dev.lock pyproject.toml
	@echo "Setting up .venv (a minute or two the first time) …" >&2
	@$(python) -m pip install -qq --disable-pip-version-check --require-hashes --requirement requirements/dev.lock
	@touch $@

# Made anew when it is half made, or the interpreter it links to is gone.
ifneq ($(shell test -x $(python) && test -x .venv/bin/pip && echo whole),whole)
.PHONY: $(venv)
endif
$(venv):
	@for python in $(candidates); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		"$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
			echo "error: $$python cannot make virtual environments (on Debian and Ubuntu: apt install python3-venv)" >&2; \
			exit 1; \
		}; \
		exec "$$python" -m venv --clear .venv; \
	done; \
	echo "error: Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3 …" >&2; \
	exit 1

build/uv/.$(UV_VERSION): | $(venv)
	@$(python) -m venv --clear build/uv
	@build/uv/bin/python -m pip install -qq --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@
