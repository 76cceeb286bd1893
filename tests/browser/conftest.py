"""Browser tests run against the real site, started once: `site` is it, `page` is a tab whose addresses begin there.

A test that signs in uses `site.staff_email` and `site.staff_password`; mail lands in `site.inbox.messages`.
"""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.browser.chromium import FLAGS, MISSING, find_chromium
from tests.browser.documents import document, parse, sitemap, text_of
from tests.browser.places import Place, all_places
from tests.browser.running_site import Inbox, RunningSite, manage
from tests.databases import ROOT, address_of, fingerprint

# Files that take minutes come first: one of them at the end would let the other processes wait for it.
LONG = (
    "test_local_run.py",
    "test_styleguide.py",
    "test_accessibility.py",
    "test_zoom_and_spacing.py",
    "test_every_engine.py",
)


def pytest_collection_modifyitems(items):
    """In the order of the names otherwise; pytest-xdist would begin with the files that have most tests."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Drive the Chromium there is. Without one: a failure where CI is set, otherwise a skip that says so."""
    chromium = find_chromium()
    if not chromium:
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop(MISSING)
    return {**browser_type_launch_args, "executable_path": chromium, "args": FLAGS}


@pytest.fixture(scope="session")
def playwright(brochure_template, playwright):
    """Only once the database is made: Django refuses to migrate beside a running browser."""
    return playwright


@contextmanager
def running_site(databases, template: str, static_dir: Path, folder: Path):
    """The site with the brochure, in a database and a data folder of its own."""
    name = databases.clone(template, f"_{folder.name}")
    site = RunningSite(address_of(name), folder, static_dir, Inbox())
    site.start()
    yield site
    site.stop()
    databases.drop(name)


@pytest.fixture(scope="session")
def site(databases, brochure_template, static_dir, tmp_path_factory):
    """The one that every test reads, and none changes."""
    with running_site(databases, brochure_template, static_dir, tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def places(browser, site) -> list[Place]:
    """A page of every type in each language, the form in each of its states, and the failures."""
    return all_places(browser, site)


@pytest.fixture(scope="session")
def texts(site, places) -> dict[str, str]:
    """The source of every page by its address, and of every other place by its name."""
    states = {str(place): document(site, place) for place in places if place.is_state}
    return {address: text_of(site.url + address) for address in sitemap(site)} | states


@pytest.fixture(scope="session")
def documents(texts) -> dict[str, BeautifulSoup]:
    return {name: parse(text) for name, text in texts.items()}


@pytest.fixture(scope="session")
def pages(documents) -> dict[str, BeautifulSoup]:
    """Every page of the sitemap by its address."""
    return {name: page for name, page in documents.items() if name.startswith("/")}


@pytest.fixture(scope="session")
def base_url(site):
    """What `page.goto("/en/")` starts with."""
    return site.url


@pytest.fixture(scope="session")
def brochure_template(databases, migrated_template) -> str:
    """A database into which the real loader has put the real brochure."""

    def load(name: str) -> None:
        manage(os.environ | {"DATABASE_URL": address_of(name)}, "load_brochure")

    return databases.template("migs_brochure", fingerprint(*source_files()), load, base=migrated_template)


def source_files() -> list[Path]:
    """All that decides what the loader makes."""
    apps = [path for path in ROOT.iterdir() if (path / "__init__.py").exists()]
    files = [file for app in apps for ending in ("py", "yaml", "po") for file in app.rglob(f"*.{ending}")]
    return [*files, ROOT / "requirements.txt"]
