"""The database stops under the running site, and comes back."""

import re
import shutil
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.running_site import PATIENCE, Inbox, RunningSite
from tests.browser.test_application import CONTENTS, NAMES
from tests.databases import address_of
from tests.own_postgres import OwnPostgres

AWAY = "This site is temporarily unavailable"


class StoppableSite(RunningSite):
    """A site whose PostgreSQL is its own, so that stopping it harms no other test."""

    def __init__(self, folder: Path, static_dir: Path, copy_of: str):
        self.server = OwnPostgres(folder / "postgres", copy_of)
        super().__init__(self.server.url, folder, static_dir, Inbox())

    def answer(self, path: str, data: bytes | None = None) -> tuple[int, str | None, list[str]]:
        """The status, the Retry-After header and the headings of a page."""
        try:
            answer = urllib.request.urlopen(self.url + path, data, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            headings = re.findall(r"(?s)<h[12][^>]*>(.*?)</h[12]>", answer.read().decode())
            return answer.status, answer.headers["Retry-After"], headings[:1]

    def wait_until_back(self) -> None:
        """Until six answers in a row are good: the pool of each process finds its database again by itself."""
        good, deadline = 0, time.monotonic() + PATIENCE
        while good < 6 and time.monotonic() < deadline:
            good = good + 1 if self.answer("/en/")[0] == 200 else 0  # a bad answer takes the pool some seconds


@pytest.fixture(scope="module")
def stoppable(brochure_template, static_dir):
    folder = Path(tempfile.mkdtemp(prefix="migs-outage-")).resolve()
    site = StoppableSite(folder, static_dir, address_of(brochure_template))
    site.start()
    yield site
    site.stop()
    site.server.stop()
    shutil.rmtree(folder)


def test_without_its_database_the_site_asks_to_come_back_later_and_then_answers_again(stoppable):
    addresses = ["/en/", "/en/none/", "/en/apply/", "/admin/login/"]

    before = [stoppable.answer(address)[:2] for address in addresses]
    stoppable.server.stop()
    with ThreadPoolExecutor(2) as visitors:
        away = list(visitors.map(stoppable.answer, addresses))
    stoppable.server.start()
    stoppable.wait_until_back()
    after = [stoppable.answer(address)[:2] for address in addresses]

    assert before == [(200, None), (404, None), (200, None), (200, None)]
    assert away == [(503, "120", [AWAY])] * 4
    assert after == before


def test_an_application_sent_while_the_database_is_away_is_kept_in_the_form_and_arrives_once(
    stoppable, browser, tmp_path
):
    context = browser.new_context(base_url=stoppable.url)
    student = context.new_page()
    student.goto("/en/apply/")
    fill_in(student, tmp_path, "Camille Tremblay")
    said, send = student.locator("[data-said]"), student.locator("form[enctype] button[value=send]")

    stoppable.server.stop()
    send.click()
    expect(said.locator("h2")).to_have_text(AWAY, timeout=PATIENCE * 1_000)
    expect(said).to_contain_text("We could not save what you just sent, but your browser still has it.")
    expect(said).not_to_contain_text("reload")  # that would lose what the form holds
    expect(student.locator("[name=name]")).to_have_value("Camille Tremblay")
    stoppable.server.start()
    stoppable.wait_until_back()
    send.click()

    arrived_once(student, stoppable, "Camille Tremblay")
    context.close()


def test_without_scripts_it_arrives_once_when_the_answer_is_reloaded(stoppable, browser, tmp_path):
    context = browser.new_context(base_url=stoppable.url, java_script_enabled=False)
    student = context.new_page()
    student.goto("/en/apply/")
    fill_in(student, tmp_path, "Noor Haddad")

    stoppable.server.stop()
    student.locator("form[enctype] button[value=send]").click()
    expect(student.locator("h1")).to_have_text(AWAY, timeout=PATIENCE * 1_000)
    expect(student.locator("main")).to_contain_text("When your browser asks whether to send the form again, say yes.")
    student.reload()
    still_away = student.locator("h1").inner_text()
    stoppable.server.start()
    stoppable.wait_until_back()
    student.reload()

    arrived_once(student, stoppable, "Noor Haddad")
    assert still_away == AWAY
    context.close()


def arrived_once(student, site: StoppableSite, name: str) -> None:
    expect(student).to_have_url(re.compile(r"/en/apply/[A-Za-z0-9_-]{44}/$"))
    expect(student.locator(".reference")).to_be_visible()
    assert site.rows("SELECT count(*) FROM internships_application WHERE name = %s", name) == [(1,)]
    files = "SELECT count(*) FROM internships_applicationfile AS file JOIN internships_application AS its"
    assert site.rows(f"{files} ON its.id = file.application_id WHERE its.name = %s", name) == [(3,)]


def fill_in(student, folder: Path, name: str) -> None:
    """The whole form, with three real files."""
    form = student.locator("form[enctype]")
    answers = {"name": name, "email": "camille@example.org", "institution": "UdeM"}
    for field, value in {**answers, "programme": "History", "availability": "From May"}.items():
        form.locator(f"[name={field}]").fill(value)
    form.locator("[name=level][value=masters]").check()
    form.locator("[name=projects]").first.check()
    for kind, content in CONTENTS.items():
        (folder / NAMES[kind]).write_bytes(content)
        form.locator(f"[name={kind}]").set_input_files(folder / NAMES[kind])
    form.locator("[name=consent]").check()
