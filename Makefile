# Digit Lab. `make help` lists what there is; `make run` and `make test` set up all they need.

SHELL := /bin/bash
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin

# Where this folder lies beside the project, benchmarks and long tests use all pen strokes in it.
SHARED := $(wildcard ../shared/data/pen)
ifneq ($(SHARED),)
export DIGITLAB_PEN ?= $(abspath $(SHARED))
endif

# The first interpreter that TensorFlow has a package for.
SUPPORTED := import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python; do \
	command -v $$name >/dev/null 2>&1 && $$name -c '$(SUPPORTED)' 2>/dev/null && echo $$name && break; done)

.DEFAULT_GOAL := help
.PHONY: help run class test faults attack load fuzz check fix bench peers reproduce kernel words pins newest clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

run: $(VENV)/.run-ready ## set up if needed, and start the app on http://127.0.0.1:8501 (PORT=… for another)
	@$(BIN)/python -m digitcore.commands.opening http://127.0.0.1:$(PORT) & # waits for the server
	$(BIN)/streamlit run app.py --server.port $(PORT) --server.address 127.0.0.1

class: $(VENV)/.run-ready ## the same, reachable for everyone on this network
	$(BIN)/streamlit run app.py --server.port $(PORT) --server.address 0.0.0.0

test: $(VENV)/.test-ready ## set up if needed, and run everything that must pass
	$(BIN)/python -m pytest -n 2 $(ARGS)

faults: $(VENV)/.test-ready ## break things on purpose, and print what held (kept in docs/measured.md, as all measurements)
	$(BIN)/python -m tests.faults $(ARGS)

attack: $(VENV)/.test-ready ## what one visitor or one link may do to a lesson, done to a real server (ARGS=seeds for one)
	$(BIN)/python -m tests.attack $(ARGS)

fuzz: $(VENV)/.test-ready ## throw hostile input at everything that reads from outside
	$(BIN)/python -W ignore -m tests.fuzz $(ARGS)

check: $(VENV)/.dev-ready ## style, formatting, types, JavaScript, known vulnerabilities of packages; edits nothing
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/oxlint --deny-warnings assets tests
	$(BIN)/python -m tests.audit

fix: $(VENV)/.dev-ready ## repair style and formatting where a tool can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(VENV)/.test-ready ## measure speed against peers, in one run
	$(BIN)/python -m tests.bench $(ARGS)

load: $(VENV)/.test-ready ## many people at once through real sessions: waits, memory (ARGS=--short, "--soak 20")
	$(BIN)/python -m tests.bench.load $(ARGS)

peers: .peers/.ready ## an environment with what benchmarks compare with (PyTorch, Gradio); several GB

.peers/.ready: tests/bench/peers.txt
	@[ -x .peers/bin/python ] || $(PYTHON) -m venv .peers
	.peers/bin/python -m pip install --quiet --disable-pip-version-check -r tests/bench/peers.txt
	@touch $@

reproduce: $(VENV)/.run-ready ## train the ten published experiments to their end, and compare with what was published
	$(BIN)/python -m digitcore reproduce $(ARGS)
	$(BIN)/python -m tests.measured

kernel: $(VENV)/.dev-ready ## compile assets/browser/kernel.ts (the compiler comes from npm), and say whether kernel.wasm was up to date
	$(BIN)/python -m tests.assets.kernel_build

words: $(VENV)/.dev-ready ## collect the sentences of the code into the catalogues of other languages, compile them, and say what lacks a translation
	$(BIN)/python -m tests.assets.catalogues

pins: ## write the exact versions and hashes that are installed, for all systems, from the ranges in requirements.txt
	@[ -x .pins/bin/uv ] || { $(PYTHON) -m venv .pins && .pins/bin/python -m pip install --quiet --disable-pip-version-check uv; }
	@for name in requirements requirements-dev; do \
		.pins/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
			--no-emit-index-url --no-emit-find-links $$name.txt -o $$name.lock.txt || exit 1; done

newest: $(BIN)/python ## try the newest versions of all packages in an environment of their own, and run the tests with them
	$(BIN)/python -m tests.newest $(ARGS)

clean: ## remove the environments and what the tools cached; keeps var/, where data is
	rm -rf $(VENV) .peers .pins .newest .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Digit Lab needs Python 3.11, 3.12 or 3.13, and none was found. Install one, or name it: make run PYTHON=/path/to/python3.12"; exit 2; fi
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python cannot make an environment here. On Debian and Ubuntu: apt install python3-venv"; exit 2; }

# One line for each package that is fetched, and one for the longest silence; all errors are in the log. Python compiles what
# it imports, so pip need not compile everything: that is half of its time.
define fetch
$(BIN)/python -m pip install --disable-pip-version-check --no-color --progress-bar off --no-compile $(1) 2>"$$log" | \
	while read -r word rest; do case "$$word" in \
		Downloading) echo "  fetching $$rest" ;; \
		Using) echo "  have $${rest#cached }" ;; \
		Installing) echo "  installing $$(echo "$$rest" | wc -w) packages, about half a minute …" ;; \
	esac; done
endef

# Exactly the files that the lock names by their hashes. An index that does not have these versions gets the ranges instead,
# and that is said; a file with another hash ends it. LOCKED=no takes the ranges.
LOCKED ?= yes
define install
@set -o pipefail; log=$$(mktemp); trap 'rm -f "$$log"' EXIT; \
if [ "$(LOCKED)" != no ]; then \
	$(call fetch,--require-hashes -r $(1).lock.txt) && exit 0; \
	grep -v "^WARNING" "$$log" >&2; \
	if grep -q "DO NOT MATCH THE HASHES" "$$log" || ! grep -qE "No matching distribution|not find a version" "$$log"; then \
		echo "The packages could not be installed. LOCKED=no takes any that the ranges in $(1).txt allow." >&2; exit 1; fi; \
	echo "The exact versions are not to be had here: taking what the ranges in $(1).txt allow." >&2; \
fi; \
$(call fetch,-r $(1).txt) || { cat "$$log" >&2; exit 1; }
endef

# A stamp is written last, so an installation that was interrupted is done again.
$(VENV)/.run-ready: requirements.txt requirements.lock.txt | $(BIN)/python
	@echo "Installing what the app needs (a few minutes the first time) …"
	$(call install,requirements)
	@touch $@
	@nice -n 19 $(BIN)/python -m compileall -q $(VENV)/lib >/dev/null 2>&1 & # what is needed later, out of the way

$(VENV)/.dev-ready: requirements-dev.txt requirements-dev.lock.txt $(VENV)/.run-ready
	@echo "Installing what the tests and checks need …"
	$(call install,requirements-dev)
	@touch $@

$(VENV)/.test-ready: $(VENV)/.dev-ready
	@$(BIN)/python -m tests.browser.chromium --install
	@touch $@
