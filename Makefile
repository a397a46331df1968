# Two commands are all there is to set up: `make run` and `make test`. The rest is for developers.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet
UV ?= uv

.DEFAULT_GOAL := help
.PHONY: help run setup test check format lock messages samples bench look clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | column -t -s "$$(printf '\t')" 2>/dev/null \
	  || grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST)

run: .venv/.run ## start Saisaat on http://127.0.0.1:8501 (another port: make run PORT=9000)
	$(BIN)/python -m ui.fonts
	$(BIN)/streamlit run app.py --server.address 127.0.0.1 --server.port $(PORT)

setup: .venv/.dev ## install everything, for running and for development

test: check ## all checks: lint, format, types, import rules, tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: .venv/.dev ## the quick half of the checks: lint, format, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.dev ## mend what ruff can mend by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## pin requirements*.txt anew from requirements*.in (needs uv)
	$(UV) pip compile --universal --python-version 3.11 --no-header --upgrade -q -o requirements.txt requirements.in
	$(UV) pip compile --universal --python-version 3.11 --no-header --upgrade -q -o requirements-dev.txt requirements-dev.in

messages: .venv/.dev ## collect every English sentence of the code into var/messages.pot, for translators
	mkdir -p var
	$(BIN)/pybabel --quiet extract --no-wrap --keyword message --keyword says --keyword words --input-dirs . \
	  --ignore-dirs '.* var tests benchmarks static' --output-file var/messages.pot

samples: .venv/.run ## write the sample workbooks and the templates anew
	$(BIN)/python -m data.samples.make_samples

bench: .venv/.dev ## print the benchmarks
	for script in benchmarks/[a-z]*.py; do echo "== $$script"; PYTHONPATH=. $(BIN)/python $$script || exit 1; done

look: .venv/.run ## draw every page of every document of the sample into var/documents (needs LibreOffice)
	$(BIN)/python docs/documents/look.py

clean: ## remove what was made, except var/ with the saved assessments
	rm -rf .venv static/fonts .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp a list of pins: installed once, and again whenever the list changes.
.venv/.run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Saisaat needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 …")'
	@echo "Installing into .venv (a few minutes, only the first time) ..."
	$(PYTHON) -m venv .venv
	$(PIP) -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	@echo "Installing what the checks need ..."
	$(PIP) -r requirements.txt -r requirements-dev.txt
	@touch $@
