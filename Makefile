# Needs Python 3.11 or newer and make; sets up everything else inside .venv.
#
#   make run      talk to the bot: in a browser, or on Telegram where TELEGRAM_BOT_TOKEN is set
#   make install  only set up, for the commands of the shell
#   make llm      add what an optional language model needs (see SHERPA_LLM_URL in the README)
#   make test     all tests, with branch coverage
#   make lint     ruff, mypy, the import contracts, the lock files
#   make bench    figures, ours and others' side by side in one run
#   make lock     resolve the dependencies anew (after a change of pyproject.toml)

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
UV     := 0.13.8
COMPILE = $(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

.PHONY: install run llm test lint bench lock screenshot clean
.DEFAULT_GOAL := run

install: $(VENV)/run.stamp

run: $(VENV)/run.stamp
	$(BIN)/sherpa run

llm: $(VENV)/run.stamp
	$(PIP) install --require-hashes -r requirements-llm.lock

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest --cov --cov-report=term-missing:skip-covered $(ARGS)

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/dev.stamp
	$(BIN)/python -m tests.bench

screenshot: $(VENV)/dev.stamp
	$(BIN)/python -m tests.journeys.screenshot

lock:
	$(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/pip install --quiet uv==$(UV)
	$(COMPILE) --group build --group dev --extra llm pyproject.toml -o requirements-dev.lock
	$(COMPILE) --constraint requirements-dev.lock pyproject.toml -o requirements.lock
	$(COMPILE) --constraint requirements-dev.lock --extra llm pyproject.toml -o requirements-llm.lock
	$(COMPILE) --constraint requirements-dev.lock --group build -o requirements-build.lock
	rm -rf $(VENV)-lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage dist

# The bot itself is installed in place, built by the backend that a lock pins.
$(VENV)/run.stamp: requirements.lock requirements-build.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Sherpa needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Sherpa needs into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements.lock -r requirements-build.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	@echo "Installing the tools of development into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
