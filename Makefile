# The two commands are `make run` and `make test`; `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8000
PROCESSES ?= 3
BIN := .venv/bin
LOCAL = $(BIN)/python -m migs_site.local
DEVELOPMENT := .venv/.requirements-dev
# A server's own database needs only what a server installs; the local one comes with the development packages.
INSTALLED := $(if $(DATABASE_URL),.venv/.requirements,$(DEVELOPMENT))

# Those that run a whole site: what of it is started once for a file stays with one process.
SITE_TESTS := tests/browser tests/migs_site/local/test_local_run.py
FRENCH := locale/fr/LC_MESSAGES/django
SBOM := var/sbom.json
NOT_THE_SITE := benchmarks deploy docs tests var
LOCK_OPTIONS := --universal --python-version 3.11 --generate-hashes --no-header -q

.DEFAULT_GOAL := help
.PHONY: help run dev staff-login shell tools test coverage check audit outdated sbom budget side-by-side restore-test screenshots messages fonts lock python walk walk-second
MAKEFLAGS += --no-print-directory

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(INSTALLED) ## the site at http://127.0.0.1:8000/ (PORT= overrides), as a server would run it
	@$(LOCAL) run --port $(PORT)

dev: $(INSTALLED) ## the same with debug and reload
	@$(LOCAL) dev --port $(PORT)

staff-login: $(INSTALLED) ## a new random password for the local staff login (EMAIL= for another one)
	@$(LOCAL) manage staff_login $(EMAIL)

shell: $(INSTALLED) ## Django's shell on the local database
	@$(LOCAL) manage shell

tools: $(DEVELOPMENT) ## the browsers and checkers that tests need; as root on Debian what is missing is installed
	@$(BIN)/python -m tests.system_packages

test: tools ## every test, on three processes: unit and integration, then the browsers' and a real run
	$(BIN)/python -m pytest tests -q -n $(PROCESSES) --dist worksteal $(SITE_TESTS:%=--ignore=%)
	$(BIN)/python -m pytest $(SITE_TESTS) -q -n 3 --dist loadfile --no-loadscope-reorder

coverage: $(DEVELOPMENT) ## which lines the tests without a browser run; writes var/coverage/
	$(BIN)/python -m pytest tests -q -n $(PROCESSES) --dist worksteal $(SITE_TESTS:%=--ignore=%) \
	    --cov --cov-report term:skip-covered --cov-report html:var/coverage

check: $(DEVELOPMENT) ## linters, types, who imports whom, migrations, production settings, messages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(LOCAL) manage makemigrations --check --dry-run
	$(LOCAL) manage lint_migrations
	@$(BIN)/python -m deploy.systemd.check
	$(BIN)/hadolint deploy/container/Containerfile
	@mkdir -p var/check
	env $$(grep -E '^[A-Z_]+=.' deploy/env.example) HSTS_SUBDOMAINS=yes HSTS_PRELOAD=yes SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(48))') \
	    FILE_RECIPIENTS=$$($(BIN)/python -m migs_site.sealing var/check/staff-identity var/check/recovery-identity | paste -sd,) \
	    $(BIN)/python manage.py check --deploy --fail-level WARNING
	@$(MAKE) audit
	@$(MAKE) messages
	@git diff --exit-code --stat -- locale || \
	    { echo "locale/ was not up to date: translate what is new, and commit it with the source." >&2; exit 1; }

audit: $(DEVELOPMENT) ## known holes of the locked packages; fails where none could be looked up (AUDIT=offline allows that)
	@$(BIN)/python -m deploy.dependencies.audit

outdated: $(DEVELOPMENT) ## how old the lock is, and which packages are behind
	@$(BIN)/python -m deploy.dependencies.outdated

sbom: $(DEVELOPMENT) ## the list of packages that a server installs, as CycloneDX; writes var/sbom.json
	@mkdir -p var
	@$(BIN)/python -W ignore -m cyclonedx_py requirements requirements.txt --pyproject pyproject.toml \
	    --output-reproducible --of JSON -o $(SBOM) 2>/dev/null
	@echo "$(SBOM)"

budget: tools ## weigh the pages and run Lighthouse; writes benchmarks/README.md
	@npm ci --silent --prefix benchmarks
	@$(BIN)/python -m benchmarks.budget

side-by-side: $(DEVELOPMENT) ## this site beside Wagtail's starter project; writes benchmarks/side_by_side.md (needs wrk)
	@command -v wrk >/dev/null || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || \
	    { apt-get -qq update && apt-get -qq install -y --no-install-recommends wrk >/dev/null; }
	@$(BIN)/python -m benchmarks.side_by_side

restore-test: tools ## back up, destroy, restore and compare a whole site; writes benchmarks/restore.md
	@$(BIN)/python -W ignore -m benchmarks.restore

screenshots: tools ## pictures of the running site in three engines, in var/screenshots/ (PORT= as for make run)
	@$(BIN)/python -m benchmarks.screenshots http://127.0.0.1:$(PORT)

define DEBOOTSTRAP
@command -v debootstrap >/dev/null || { apt-get -qq update && apt-get -qq install -y --no-install-recommends debootstrap >/dev/null; }
endef

# Without the date that gettext writes into the file: else every change would meet every other there.
messages: $(DEVELOPMENT) ## bring locale/fr up to date with the source, and compile it
	@command -v xgettext >/dev/null && command -v msgfmt >/dev/null || \
	    { echo "xgettext or msgfmt is missing: install the package gettext." >&2; exit 1; }
	@$(BIN)/django-admin makemessages --locale fr --extension py,html,txt --no-obsolete --no-wrap --add-location file \
	    $(foreach folder,$(NOT_THE_SITE),--ignore "$(folder)/*") --verbosity 0
	@sed -i.dated '/^"POT-Creation-Date/d' $(FRENCH).po && rm $(FRENCH).po.dated
	@msgfmt --check --statistics --output-file $(FRENCH).mo $(FRENCH).po

walk: ## from an empty Debian to the running site, by the commands of docs/operating.md (root, debootstrap; DEBIAN=trixie)
	$(DEBOOTSTRAP)
	@python3 -m deploy.walk $(DEBIAN)

walk-second: ## from there to a second server: the site moves, the databases follow each other (iproute2 too)
	$(DEBOOTSTRAP)
	@python3 -m deploy.walk.second_server $(DEBIAN)

fonts: $(DEVELOPMENT) ## cut the fonts anew from their packages (needs npm), and draw the icons with them
	@$(BIN)/python -m deploy.fonts.cut
	@$(BIN)/python -m deploy.fonts.icons

lock: $(DEVELOPMENT) ## compile the two lists of packages from pyproject.toml, with hashes (OPTIONS=--upgrade: the newest)
	$(BIN)/uv pip compile pyproject.toml $(LOCK_OPTIONS) $(OPTIONS) -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml $(LOCK_OPTIONS) $(OPTIONS) --group dev -c requirements.txt -o requirements-dev.txt

.venv/.%: %.txt | python
	@echo "Installing $< into .venv …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r $<
	@touch $@

# Makes .venv with the first Python that is new enough, and anew when the Python it was made with is gone.
python:
	@case "$$(pwd -P)" in *[\"\$$\`\\:]*|*\ ) \
	    echo "The project cannot run in this folder: its name, or one above it, has one of : \" \$$ \` \\ in it, or ends in a space; rename that." >&2; exit 1;; \
	esac; \
	[ -w . ] || { echo "Nothing can be written to this folder: put the project where you may write." >&2; exit 1; }; \
	$(BIN)/python -c "import pip" 2>/dev/null && exit; \
	for python in $(PYTHON) python3.13 python3.12 python3.11; do \
	    if "$$python" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then \
	        "$$python" -m venv --clear .venv && exit; \
	        echo "“$$python -m venv” does not work: install the venv package of your Python." >&2; exit 1; \
	    fi; \
	done; \
	echo "Python 3.11 or newer is needed, and none was found: install it, or name it with PYTHON=." >&2; exit 1
