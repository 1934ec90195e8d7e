# Gongkai. `make` alone lists the targets.
DATA     ?= data
REGISTRY ?= data/reference
PYTHON   ?= python3
VENV     := .venv
PY       := $(VENV)/bin/python
READY    := $(VENV)/.ready
PIP      := $(PY) -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help setup demo refresh release publish bench lint test lock

help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "Every target takes DATA=folder (now: $(DATA)); the folder is made when it is missing."

setup: $(READY) ## build .venv from requirements.lock; does nothing when it is up to date

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "make: Python 3.11 or later is needed; name one with PYTHON=python3.11"; exit 69; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes --requirement requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY) ## the whole way on sample portals served on loopback, in $(DATA)/demo
	$(PY) -m tests.portal run -- $(MAKE) --no-print-directory refresh \
	  DATA=$(DATA)/demo REGISTRY=data/reference/sample YEARS=2019-2024
	$(PY) -m transform show --data $(DATA)/demo

# A portal that is down must not keep the others' reports from the dataset: the crawl's status is
# kept for the end.
refresh: $(READY) ## the nightly job: crawl the due columns, read what is new, build the dataset
	@$(PY) -m crawler crawl --data $(DATA) --registry $(REGISTRY); crawl=$$?; \
	case $$crawl in 0|69) ;; *) exit $$crawl ;; esac; \
	$(PY) -m crawler status --data $(DATA) --registry $(REGISTRY) --page $(DATA)/status.html && \
	$(PY) -m extract --data $(DATA) && \
	$(PY) -m transform build --data $(DATA) --registry $(REGISTRY) $(if $(YEARS),--years $(YEARS)) && \
	exit $$crawl

release: $(READY) ## build the dataset and cut a release of it (VERSION=YYYY.MM.DD, today's without)
	$(PY) -m transform build --data $(DATA) --registry $(REGISTRY) $(if $(YEARS),--years $(YEARS))
	$(PY) -m transform release --data $(DATA) $(if $(VERSION),--version $(VERSION))

# A rehearsal sends the same requests to a recorded Zenodo on this machine, and keeps no note of it.
publish: $(READY) ## deposit a release to Zenodo (needs ZENODO_TOKEN and a person)
	$(if $(DRY),$(PY) -m tests.zenodo run -- )$(PY) -m transform publish --data $(DATA) \
	  $(if $(VERSION),--version $(VERSION)) $(if $(PUBLISH),--publish) \
	  $(if $(DRY),--server {server} --deposits {scratch}/deposits.json,$(if $(SANDBOX),--sandbox))

lock: $(READY) ## pin versions and hashes anew (needs pip-tools on the PATH)
	pip-compile --quiet --extra dev --extra scan --generate-hashes --allow-unsafe --strip-extras --no-header \
	  --no-emit-options --output-file requirements.lock pyproject.toml

bench: $(READY) ## print what is measured of reading (FOLDERS="…" for your own), crawling, discovery and the dataset
	$(PY) -m tests.bench.reading $(FOLDERS)
	$(PY) -m tests.bench.crawling
	$(PY) -m tests.bench.discovery
	$(PY) -m tests.bench.detection
	$(PY) -m tests.bench.country
	$(PY) -m tests.bench.truth
	$(PY) -m tests.bench.dataset $(if $(KEEP),--keep $(KEEP))

lint: $(READY) ## ruff and mypy
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

test: $(READY) lint ## lint, type-check and run every test
	$(PY) -m pytest
