"""The Nu HTML checker has no error and no warning for any page, state or e-mail."""

import os
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.browser.html_checker import MISSING, complaints, is_ready
from tests.databases import ROOT

LOCK = ROOT / "tests" / "browser" / "package-lock.json"
# Safari takes “list-style: none” for “no list” unless the role says otherwise.
# Laid out as blocks on a phone, a table is none for Chrome and Safari unless roles say so.
ROLES = {"list": ("ul", "ol"), "table": ("table",), "rowgroup": ("thead", "tbody"), "row": ("tr",), "cell": ("td",)}
ROLES |= {"columnheader": ("th",), "rowheader": ("th",)}
IN_A_TABLE = (
    "The “role” attribute must not be used on an? “(tr|th|td|thead|tbody)” element which has a “table” ancestor.*|"
)
NEEDED_ROLES = re.compile(
    IN_A_TABLE
    + "|".join(
        f"The “{role}” role is unnecessary for element “{tag}”.*" for role, tags in ROLES.items() for tag in tags
    )
)


@pytest.fixture(scope="module")
def checker():
    """Without it: a failure where CI is set, otherwise a skip that says so."""
    if not is_ready():
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop(MISSING)


def test_every_page_state_and_e_mail_is_valid_html(checker, site, texts, tmp_path):
    letters = site.inbox.wait_for(2)  # one for each application that was sent to see the page after it
    bodies = [letter.get_body(["html"]) for letter in letters]
    emails = {f"e-mail {number}": body.get_content() for number, body in enumerate(bodies) if body}
    sources = texts | emails
    names = {f"{number}.html": name for number, name in enumerate(sources)}
    for file, name in names.items():
        (tmp_path / file).write_text(sources[name])

    wrong = defaultdict(list)
    for complaint in complaints(tmp_path):
        name = names[Path(complaint["url"]).name]
        if not NEEDED_ROLES.fullmatch(complaint["message"]):
            wrong[name].append((complaint["type"], complaint["message"], complaint.get("extract")))

    assert wrong == {}
    assert len(emails) >= 2


def test_the_lock_of_the_checkers_has_hashes_and_names_no_host():
    text = LOCK.read_text()

    packages = re.findall(r'"node_modules/([@\w/-]+)"', text)
    assert packages == ["@mdn/browser-compat-data", "schema-dts", "schema-dts-lib", "typescript", "vnu-jar"]
    assert re.findall(r'"integrity": "(sha512)-', text) == ["sha512"] * len(packages)
    assert "//" not in re.sub(r'"integrity": ".*"', "", text)
