# Two words do everything: make demo, make test. The rest is for those who change things.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := samples/dishwasher_rounded.mp4
REPORTS := posturecheck-report

.PHONY: demo test check lint benchmark clean

demo: $(VENV)/ready
	$(BIN)/posturecheck check $(SAMPLE) --task dishwasher --out $(REPORTS)

test: $(VENV)/ready-dev
	$(BIN)/python -m pytest -q -n auto

check: lint test

lint: $(VENV)/ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

benchmark: $(VENV)/ready
	$(BIN)/python benchmarks/speed.py

$(VENV)/ready: requirements.txt pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'posturecheck needs Python 3.11 or newer; say make PYTHON=python3.11')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) $(REPORTS)
