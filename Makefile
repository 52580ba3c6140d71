# All of the set-up: `make serve` and `make test` need Python 3.11 or newer, and nothing else.

VENV ?= .venv
HOST ?= 127.0.0.1
PORT ?= 8000
FRAME ?= 75
# Which Python makes the environment; the first of these that is new enough, unless told: make install PYTHON=python3.13
PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11

bin := $(VENV)/bin
python := $(bin)/python
pip := $(python) -m pip --disable-pip-version-check --quiet --quiet
uv := $(bin)/uv pip compile --quiet
checked := app backpass tests benchmarks
types := $(bin)/mypy --no-error-summary $(checked)
passes := autodiff composed_rules derivatives fold forward_passes gradient_check language local_derivatives mathematics plan primitives published replay scalars shape_search sharing

.DEFAULT_GOAL := help
.PHONY: help install serve test passes browser lint style format golden sheet pictures talk bench faults load replicas fuzz soak lock clean

help: ## Say what there is to make.
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '  make %-9s %s\n' "$$name" "$$text"; done

install: $(VENV)/installed ## Make .venv, with the command .venv/bin/backpass in it.

serve: $(VENV)/compressed ## Serve the page; HOST=0.0.0.0 and PORT=8001 move it.
	@$(bin)/backpass serve --host $(HOST) --port $(PORT)

# Types are checked meanwhile, which takes half a minute of one core where nothing is known of them yet.
# Bytecode is kept even where the surroundings forbid it: else each server and worker that the tests start compiles everything anew.
test: export PYTHONDONTWRITEBYTECODE :=
test: style browser $(VENV)/compressed ## Check everything: style, types, tests, with a real browser.
	@$(types) >$(VENV)/types & types=$$!; \
	$(python) -m pytest --numprocesses auto --dist worksteal; tests=$$?; \
	wait $$types || { cat $(VENV)/types; exit 1; }; exit $$tests

passes: export PYTHONDONTWRITEBYTECODE :=
passes: $(VENV)/installed-dev ## Check the language and both passes alone.
	@$(python) -m pytest -q --numprocesses auto --dist worksteal $(wildcard $(addprefix tests/test_,$(addsuffix *.py,$(passes))))

browser: $(VENV)/installed-dev ## Find a Chromium for the tests, or bring one.
	@$(python) -m tests.browser

lint: style ## Check style and types alone.
	@$(types)

style: $(VENV)/installed-dev ## Check style alone.
	@$(bin)/ruff check --quiet $(checked)
	@$(bin)/ruff format --quiet --check $(checked) || { echo "Not formatted as agreed: make format"; exit 1; }

format: $(VENV)/installed-dev ## Format the code and mend what can be mended by rule.
	@$(bin)/ruff check --quiet --fix-only $(checked)
	@$(bin)/ruff format $(checked)

golden: $(VENV)/installed-dev ## Draw the golden pictures anew; read what changed before you commit it.
	@BACKPASS_GOLDEN=write $(python) -m pytest -q -k golden

sheet: $(VENV)/installed-dev ## Draw every figure on contact sheets in build/sheet, to look at; FRAME=26 is a phone's.
	@$(python) -m tests.sheet $(FRAME)
	@$(python) -m tests.format_sheet

pictures: $(VENV)/installed-dev ## Draw the pictures of the README anew.
	@$(python) -m tests.pictures

talk: $(VENV)/installed ## Build the talk of docs/talk for PowerPoint, Beamer and reveal.js in build/talk.
	@$(python) docs/talk/build.py

bench: $(VENV)/installed-dev ## Measure, beside the tools that people use today.
	@MALLOC_TRIM_THRESHOLD_=200000000 MALLOC_MMAP_THRESHOLD_=200000000 OPENBLAS_NUM_THREADS=1 $(python) -m benchmarks

faults: $(VENV)/installed-dev ## Kill, stall, crowd and stop a server, and see what it costs.
	@$(python) -m pytest -v tests/test_web_faults.py tests/test_web_process.py tests/test_web_protocol.py tests/test_web_requests.py

load: $(VENV)/installed-dev ## Measure what a server bears, beside a bare route (needs wrk).
	@$(python) -m benchmarks.load

replicas: $(VENV)/installed-dev ## Kill and replace one of three servers behind nginx and behind Caddy, and count what fails.
	@$(python) -m benchmarks.replicas

fuzz: $(VENV)/installed-dev ## Send programs that nobody would write; BACKPASS_FUZZ=60 for a minute instead of an hour.
	@$(python) -m tests.fuzz

soak: $(VENV)/installed-dev ## Restart, kill, stall and fuzz together, and plot memory and latency; BACKPASS_SOAK=10 for minutes, else two hours.
	@$(python) -m benchmarks.soak

lock: $(VENV)/installed-dev ## Renew both locks from pyproject.toml, with the newest releases.
	@$(uv) --upgrade pyproject.toml --extra build --output-file requirements.lock
	@$(uv) --upgrade pyproject.toml --extra build --extra dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## Take away what was made here.
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist

# What pip installs is named in the lock with its hash, and is a wheel: nothing is built, nothing else is fetched.
# Our own bytecode is made here, as pip makes that of wheels: a command takes half as long with it where the surroundings forbid to write any.
define install
@echo "Installing into $(VENV) …"
@$(pip) install --require-hashes --only-binary :all: -r $<
@$(pip) install --no-deps --no-build-isolation --editable .
@PYTHONDONTWRITEBYTECODE= $(python) -m compileall -q app backpass
endef

$(VENV)/installed: requirements.lock pyproject.toml | $(bin)/pip
	$(install)
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock requirements.lock pyproject.toml | $(bin)/pip
	$(install)
	@touch $@ $(VENV)/installed

# What browsers are sent, compressed once and not by each server that starts.
$(VENV)/compressed: $(VENV)/installed $(shell find static -type f ! -name '*.br' ! -name '*.gz')
	@$(python) -m app.web.operation.compressed_files
	@touch $@

$(bin)/pip:
	@for python in $(PYTHON); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		"$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
			echo "$$("$$python" --version) is here, but not its part that makes environments."; \
			echo "On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }; \
		exec "$$python" -m venv $(VENV); \
	done; \
	echo "Backpass needs Python 3.11 or newer; none of these is: $(PYTHON)"; \
	echo "Name one that is: make install PYTHON=/path/to/python3"; exit 1
