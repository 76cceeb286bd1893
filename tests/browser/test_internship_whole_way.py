"""An application goes its whole way: begun, gone on with elsewhere, sent, reviewed, decided, accepted and erased.

Everything is real: the web server, the worker, the mail server, the browser of each who takes part. In the end nothing
that was planted on the way is anywhere.
"""

import datetime
import re
from contextlib import ExitStack

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import running_site
from tests.browser.whole_way import STAFF, Way

FORM = {"en": "/en/apply/", "fr": "/fr/candidature/"}
# The minutes in which a decision can be undone pass at once: for the letter, and for the job that sends it.
LETTERS_ARE_DUE = """
    UPDATE outbox_mail SET send_at = now() WHERE state = 'queued' AND send_at > now();
    UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo' AND scheduled_at > now();
"""


@pytest.fixture(scope="module")
def site(databases, brochure_template, static_dir, tmp_path_factory):
    with running_site(databases, brochure_template, static_dir, tmp_path_factory.mktemp("whole-way")) as site:
        site.manage("shell", "--command", STAFF)
        yield site


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_application_goes_its_whole_way_and_nothing_of_it_is_left(browser, site, language, has_scripts):
    with ExitStack() as windows:
        way = Way(browser, site, language, has_scripts, windows)
        begin_with_a_mistake(way)
        send_from_another_browser(way)
        confirm_the_address(way)
        review_by_two(way)
        offer(way)
        page = accept(way)
        before, complaints = way.found(), way.complaints()
        erase(way, page)

        assert before == [word for word in way.planted if word != way.in_cv]  # which is sealed
        assert way.found() == []
        assert complaints == []
        assert "Traceback" not in site.log


def fill_in(page: Page, answers: dict[str, str]) -> None:
    for name, answer in answers.items():
        page.locator(f"form[enctype] [name={name}]").fill(answer)


def attach(page: Page, way: Way, kind: str) -> None:
    name, content = way.files[kind]
    page.locator(f"[name={kind}]").set_input_files({"name": name, "mimeType": "", "buffer": content})


def press(page: Page, what: str) -> None:
    page.locator(f"form[enctype] .button[value={what}]").click()


def begin_with_a_mistake(way: Way) -> None:
    """Sent half filled in, with one file; then a link is asked for, to go on elsewhere."""
    page = way.student()
    page.goto(FORM[way.language])
    begun = {name: way.answers[name] for name in ("name", "institution", "availability")}
    fill_in(page, begun | {"email": way.private_address})
    attach(page, way, "cv")
    press(page, "send")

    expect(page).to_have_title(re.compile(f"^{way.words('Error: ').strip()}"))
    wrong = [link.get_attribute("href") for link in page.locator("[role=alert] a").all()]
    missing = ("programme", "level_0", "projects_0", "writing_sample", "cover_letter", "consent")
    assert wrong == [f"#id_{name}" for name in missing]
    expect(page.locator(".held bdi")).to_have_text([way.files["cv"][0]])
    press(page, "mail")
    expect(page.locator("[role=status]")).to_contain_text(way.private_address)


def link_in(text: str) -> str:
    return re.search(r"http://\S+", text)[0]


def send_from_another_browser(way: Way) -> None:
    """What was kept is there; the address is changed, so that no link has been mailed to the new one."""
    page = way.student()
    page.goto(link_in(way.mail(1, way.private_address)))
    expect(page.locator("[name=name]")).to_have_value(way.answers["name"])
    expect(page.locator(".held bdi")).to_have_text([way.files["cv"][0]])
    fill_in(page, way.answers)
    page.locator("[name=level][value=masters]").check()
    page.locator("[name=projects]").first.check()
    attach(page, way, "writing_sample")
    attach(page, way, "cover_letter")
    page.locator("[name=consent]").check()
    press(page, "send")

    expect(page.locator(".reference")).to_be_visible()
    way.reference = page.locator(".reference").inner_text().strip()
    expect(page.locator("main")).to_contain_text(way.words("Received", "application"))


def confirm_the_address(way: Way) -> None:
    """The first mail says nothing that the student wrote; the receipt follows once its link was used."""
    first = way.mail(1)
    page = way.student()
    page.goto(link_in(first))
    page.get_by_role("button", name=way.words("This is my address")).click()
    expect(page.get_by_role("button", name=way.words("This is my address"))).to_have_count(0)
    receipt = way.mail(2)

    assert way.reference in first
    assert [word for word in way.planted if word in first] == []
    names = [name for name, _content in way.files.values()]
    assert [word for word in way.planted if word in receipt] == [way.answers["name"], *names]


def send(page: Page, **fields: str) -> None:
    """Fill in the form on the page of an application that has these fields, and press its button."""
    names = {name.replace("__", "-"): value for name, value in fields.items()}
    form = page.locator("form", has=page.locator(f"[name='{next(iter(names))}']")).last
    for name, value in names.items():
        control = form.locator(f"[name='{name}']")
        if control.first.get_attribute("type") == "radio":
            form.locator(f"[name='{name}'][value='{value}']").check()
        elif control.evaluate("each => each.tagName") == "SELECT":
            control.select_option(label=value)
        else:
            control.fill(value)
    form.locator("[type=submit]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def review_by_two(way: Way) -> None:
    """Each reads the CV without knowing whose it is, and sees the other's review only after giving their own."""
    coordinator = way.coordinator
    expect(coordinator.locator("main")).to_contain_text(way.answers["name"])
    send(coordinator, note__text=way.note)
    send(coordinator, move__to=way.words("In review", "application"), move__reason="")
    for number in (1, 2):
        send(coordinator, assign__reviewer=f"reviewer-{number}-{way.language}")

    first, second = way.staff("reviewer-1"), way.staff("reviewer-2")
    assert way.answers["name"] not in first.content() + second.content()
    with first.expect_download() as saving:
        first.locator("main a[href$='/files/cv/']").click()
    assert saving.value.path().read_bytes() == way.files["cv"][1]
    score(first, 5, way.comment(1))
    expect(first.locator(".application__review")).to_have_count(0)
    second.reload()
    expect(second.locator("main")).to_contain_text(hidden(way))
    assert way.comment(1) not in second.content()
    score(second, 3, way.comment(2))
    expect(second.locator(".application__review")).to_contain_text([way.comment(1)])
    first.reload()
    expect(first.locator(".application__review")).to_contain_text([way.comment(2)])


def hidden(way: Way) -> str:
    """What stands in the place of one review of somebody else."""
    one = "%(number)s other person has given a review. You will see it when you have given yours."
    return way.words(one) % {"number": 1}


def score(page: Page, value: int, comment: str) -> None:
    """Every criterion alike."""
    names = {radio.get_attribute("name") for radio in page.locator("[name^='review-score_']").all()}
    assert len(names) == 2
    send(page, **dict.fromkeys(sorted(names), str(value)), review__recommendation="yes", review__comment=comment)


def offer(way: Way) -> None:
    """The letter waits as long as the decision can be undone, and then it is sent."""
    page = way.coordinator
    page.get_by_role("link", name=way.words("Decide and write")).click()
    page.locator("[name=to][value=offer]").check()
    page.locator("[name=answer_by]").fill((timezone.localdate() + datetime.timedelta(days=14)).isoformat())
    # By the keyboard: the calendar, which opens and closes when it likes, may lie over the button.
    page.get_by_role("button", name=way.words("Next"), exact=True).press("Enter")
    expect(page.locator("[name=text]")).to_have_value(re.compile(way.answers["name"]))
    page.get_by_role("button", name=way.words("Decide and write")).click()
    expect(page.locator(".messages .success")).to_be_visible()
    expect(page.get_by_role("button", name=way.words("Undo", "decision"))).to_be_visible()
    way.site.wait_for_jobs()
    way.mail(2)

    way.site.execute(LETTERS_ARE_DUE)

    assert way.answers["name"] in way.mail(3)


def accept(way: Way) -> Page:
    page = way.student()
    page.goto(link_in(way.mail(3)))
    expect(page.locator("main strong").first).to_have_text(way.words("Offer made", "application"))
    page.get_by_role("link", name=way.words("Accept", "offer"), exact=True).click()
    page.get_by_role("button", name=way.words("Accept", "offer"), exact=True).click()
    accepted = way.words("Offer accepted", "application")
    expect(page.locator("main strong").first).to_have_text(accepted)
    way.coordinator.get_by_role("link", name=way.reference).click()
    expect(way.coordinator.locator(".application__facts strong")).to_have_text(
        way.words("Offer accepted", "application")
    )
    return page


def erase(way: Way, page: Page) -> None:
    """Afterwards no link leads anywhere, for the student, who is told so, or for staff."""
    address = page.url
    page.get_by_role("link", name=way.words("Erase everything now")).click()
    page.get_by_role("button", name=way.words("Erase everything now")).click()
    expect(page.locator("h1")).to_have_text(way.words("Everything has been erased"))
    page.goto(address)
    expect(page.locator("h1")).to_have_text(way.words("This application has been erased"))
    assert way.coordinator.reload().status == 404
    way.site.wait_for_jobs()
