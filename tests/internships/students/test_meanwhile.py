"""What happens to a draft between two steps of one request, and answers for which the form has no field any more."""

import pytest
from django.test import Client

from internships.models import Application
from internships.students.views import drafts
from migs_site.outbox.models import Mail
from tests.factories import internships
from tests.internships.forms import NO_FILES, address, answers, fetch, place_of, post, send, shown, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def another_window(monkeypatch):
    """Lets a form be sent from another window right after this one has saved the draft."""

    def prepare(soup, **changes):
        def save_and_be_overtaken(**options):
            monkeypatch.undo()
            drafts.save_draft(**options)
            post(soup=soup, **NO_FILES | changes)

        monkeypatch.setattr(drafts, "save_draft", save_and_be_overtaken)

    return prepare


def test_a_draft_that_is_received_while_its_link_is_asked_for_is_an_application(another_window):
    internships.offer()
    soup = fetch()
    another_window(soup, do="send")

    response = post(soup=soup, do="mail")

    assert (response.status_code, response["Location"]) == (303, place_of(soup))
    assert (Application.objects.get().state, Application.objects.get().typed) == ("received", {})
    assert [mail.subject.split(":")[0] for mail in Mail.objects.all()] == ["We have received your application"]


def test_a_draft_that_is_saved_while_it_is_sent_stays_one(another_window):
    internships.internship_page()  # without projects, so that nothing else stops it
    soup = fetch()
    another_window(soup, do="save")

    response = post(soup=soup, do="send")

    assert (response.status_code, Application.objects.get().state) == (303, "draft")


@pytest.mark.parametrize("do", ["send", "save", "mail", "attach", "remove-cv"])
@pytest.mark.parametrize("is_deleted", [True, False], ids=["deleted", "unpublished"])
@pytest.mark.parametrize("is_new", [True, False], ids=["first click", "a draft"])
def test_what_is_typed_while_the_page_leaves_the_site_is_kept_and_not_sent(do, is_deleted, is_new):
    page = internships.offer()
    soup = fetch() if is_new else shown(send(do="save", name="Zoe"))
    page.delete() if is_deleted else page.unpublish()

    response = post(soup=soup, do=do, name="Zoë")

    said = shown(Client().get(response["Location"]))
    assert (response.status_code, words(said.h1)) == (303, "Applications are closed")
    assert "Your draft is saved" in words(said.main)
    draft = Application.objects.get()
    assert (draft.state, draft.typed["answers"]["name"], Mail.objects.exists()) == ("draft", "Zoë", do == "mail")
    erased = Client().post(place_of(soup) + "erase/")
    assert (erased.status_code, Application.objects.exists()) == (303, False)


@pytest.mark.parametrize("method", ["get", "post"])
def test_where_there_is_no_page_nothing_new_begins(method):
    response = getattr(Client(), method)(address(), {"name": "Zoë"})

    assert (response.status_code, Application.objects.exists()) == (404, False)


def test_who_asks_for_a_link_is_not_told_of_mistakes():
    internships.offer()
    soup = shown(send(name=""))

    said = shown(send(soup=soup, do="mail", name="", **NO_FILES))

    assert (said.select("[role=alert]"), "We are sending the link to" in words(said.main)) == ([], True)


@pytest.mark.parametrize(
    ("answer", "said"),
    [({"late_code": "K7QX-39TM"}, ("Late code", "K7QX-39TM")), ({"projects": ["7"]}, ("Projects", "7"))],
)
def test_an_answer_of_another_window_is_shown_also_where_the_form_asks_for_it_no_more(answer, said):
    internships.internship_page()  # without projects, and so without rounds and codes
    soup = fetch()

    post(soup=soup, do="save", **NO_FILES | answer)
    other = answers(soup, do="save", **NO_FILES) | dict.fromkeys(answer, "") | {"seen": "late_code:x projects:x"}
    response = Client().post(place_of(soup), other, follow=True)

    [row] = shown(response).select("[role=status] dl > div")
    assert (response.status_code, (words(row.dt), words(row.dd))) == (200, said)


def test_back_to_the_form_leads_to_the_draft_that_was_saved():
    internships.offer()
    soup = shown(send(do="save", name="Zoë"))

    response = post(soup=soup, message="x" * 100_001, **NO_FILES)

    assert shown(response).select_one("main a.button")["href"] == place_of(soup)


def test_what_was_typed_into_a_draft_is_taken_away_under_the_labels_of_the_form():
    internships.offer()
    soup = shown(send(do="save", level="masters", message="Deux\nlignes", **NO_FILES))

    text = Client().get(place_of(soup) + "answers.txt").content.decode()

    assert "Level of study\n    Master’s\n" in text
    assert "Projects\n    Will to Intervene\n" in text
    assert "Language\n    English\n" in text
    assert [code in text for code in ("consent", "programme:", "masters", "['")] == [False] * 4


def test_a_draft_can_be_erased_from_its_own_page():
    internships.offer()
    soup = shown(send(do="save"))

    address = soup.select_one("[role=status] a")["href"]
    done = Client().post(address, follow=True)

    assert (words(shown(done).h1), Application.objects.count()) == ("Everything has been erased", 0)
