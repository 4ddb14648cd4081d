# Everything a day of work needs, in one word each. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Settings: make run HOST=0.0.0.0 PORT=9000, make test ARGS="-k conv2d -x"
HOST ?=
PORT ?=
ARGS ?=
# A Python to build .venv from; found by itself where the machine has a fitting one.
PYTHON ?=
# The image that containers are built on, and where Debian's packages come from (make base-images).
BASE ?=
MIRROR ?=

BIN := .venv/bin
PYTHONS := $(BIN)/python python3 python3.13 python3.12 python3.11
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))

.PHONY: help
help: ## List these targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: setup ## Start the site with its built-in worker on http://127.0.0.1:8000 (HOST, PORT)
	@$(BIN)/seodang serve $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

.PHONY: setup
setup: ## Make .venv, install everything locked, build the front end (PYTHON, TORCH_INDEX)
	@umask 022; for python in $(or $(PYTHON),$(PYTHONS)); do \
	    if "$$python" -c '$(FITS)' 2>/dev/null; then exec "$$python" -m tools.setup; fi; \
	done; \
	echo "Seodang needs Python 3.11, 3.12 or 3.13; here is: $$(python3 --version 2>&1 | head -n 1)"; \
	echo "On Debian 12 and 13, and Ubuntu 24.04:  apt-get install -y python3 python3-venv"; \
	echo "Elsewhere, name one:  make setup PYTHON=/path/to/python3.12"; \
	exit 1

.PHONY: test
test: setup ## Run the tests (ARGS go to pytest); SEODANG_TEST_ALL=1: none may be left out
	@$(BIN)/python -m pytest $(ARGS)

.PHONY: test-gpu
test-gpu: setup ## Run the tests that need an NVIDIA GPU, and fail where there is none
	@SEODANG_TEST_HARDWARE=1 $(BIN)/python -m pytest tests/gpu $(ARGS)

.PHONY: gates
gates: setup ## Put every exercise through every gate, in full (ARGS go to seodang validate)
	@$(BIN)/seodang validate exercises $(ARGS)

.PHONY: course
course: setup ## Write docs/course.md: every exercise in every gate; changed ones are tried (ARGS=--times)
	@$(BIN)/seodang overview exercises --write docs/course.md $(ARGS)

.PHONY: lint
lint: setup ## Check style and formatting
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

.PHONY: types
types: setup ## Check types
	@$(BIN)/mypy

.PHONY: format
format: setup ## Format the code and sort its imports
	@$(BIN)/ruff check --select I --fix --quiet .
	@$(BIN)/ruff format .

.PHONY: bench
bench: setup ## Measure grading against a fresh pytest process
	@$(BIN)/python -m tests.benchmarks $(ARGS)

.PHONY: screenshots
screenshots: setup ## Take a picture of every page, in both languages, themes and widths (ARGS="--only course")
	@$(BIN)/python -m tests.browser.screenshots $(ARGS)

.PHONY: bench-web
bench-web: setup ## Weigh, count and time the site's pages against their aims (ARGS=--quick)
	@$(BIN)/python -m tests.benchmarks.web $(ARGS)

.PHONY: attacks
attacks: setup ## Try every attack behind every boundary, and every control (ARGS="-k P25")
	@$(BIN)/python -m tests.attacks $(ARGS)

.PHONY: fuzz
fuzz: setup ## Feed a million spoilt frames to every decoder (ARGS="--frames N --seed S")
	@$(BIN)/python -m tests.fuzz $(ARGS)

.PHONY: soak
soak: setup ## Grade 5,000 mixed submissions and look for leaks (ARGS="--boundary docker")
	@$(BIN)/python -m tests.soak $(ARGS)

.PHONY: image
image: setup ## Make the image in which submissions run (BASE, TORCH_INDEX)
	@$(BIN)/python -m tools.image sandbox $(if $(BASE),--base $(BASE))

.PHONY: image-site
image-site: setup ## Make the image of the site and its workers (BASE)
	@$(BIN)/python -m tools.image site $(if $(BASE),--base $(BASE))

.PHONY: secrets
secrets: ## Write the passwords and keys that docker-compose.yml mounts (HOSTS)
	@python3 -m tools.secrets $(if $(HOSTS),--hosts $(HOSTS))

.PHONY: base-images
base-images: setup ## Make base, database and broker images from Debian's packages (root; MIRROR)
	@$(BIN)/python -m tools.image bases $(if $(MIRROR),--mirror $(MIRROR))

.PHONY: lock
lock: setup ## Lock dependencies again from pyproject.toml (ARGS=--upgrade for the newest)
	@$(BIN)/python -m tools.lock $(ARGS)
