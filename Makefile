# The two commands are `make run` and `make test`; `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
MANAGE = $(BIN)/python -m migs_site.local manage
# A server's own database needs only what a server installs; the local one comes with the development packages.
INSTALLED := .venv/.$(if $(DATABASE_URL),requirements,requirements-dev)

.DEFAULT_GOAL := help
.PHONY: help run dev test check messages lock staff-login shell python
MAKEFLAGS += --no-print-directory

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(INSTALLED) ## the site at http://127.0.0.1:8000/ (PORT= overrides), as a server would run it
	@$(BIN)/python -m migs_site.local run --port $(PORT)

dev: $(INSTALLED) ## the same with debug and reload
	@$(BIN)/python -m migs_site.local dev --port $(PORT)

staff-login: $(INSTALLED) ## a new random password for the local staff login (EMAIL= for another one)
	@$(MANAGE) staff_login $(EMAIL)

shell: $(INSTALLED) ## Django's shell on the local database
	@$(MANAGE) shell

.venv/.%: %.txt | python
	@echo "Installing $< into .venv …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r $<
	@touch $@

# Makes .venv with the first Python that is new enough, and anew when the Python it was made with is gone.
python:
	@$(BIN)/python -c "import pip" 2>/dev/null && exit; \
	for python in $(PYTHON) python3.13 python3.12 python3.11; do \
	    if "$$python" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then \
	        "$$python" -m venv --clear .venv && exit; \
	        echo "“$$python -m venv” does not work: install the venv package of your Python." >&2; exit 1; \
	    fi; \
	done; \
	echo "Python 3.11 or newer is needed, and none was found: install it, or name it with PYTHON=." >&2; exit 1
