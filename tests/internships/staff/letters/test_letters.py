"""The letters that staff word: which variables they take, and what an applicant will see."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from internships.models import TOLD_BY_LETTER, Letter
from internships.staff.letters.variables import facts_for, fill, known, values_of
from internships.staff.letters.writing import Words, preview
from migs_site.audit.models import AuditEntry
from tests.editing import signed_in
from tests.factories import accounts, internships, pages
from tests.mailing import faults

pytestmark = pytest.mark.django_db

COORDINATORS = ["Internship coordinators"]


@pytest.fixture
def coordinator():
    return signed_in(accounts.user("coordinator@example.org", groups=COORDINATORS))


def letter(state: str = "in_review", language: str = "en") -> Letter:
    return Letter.objects.get(state=state, language=language)


def address(found: Letter) -> str:
    return reverse("letters:edit", args=[found.pk])


def page(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def errors(response) -> dict:
    return {name: list(said) for name, said in response.context["form"].errors.items()}


def test_there_is_a_letter_for_each_state_that_is_told_in_each_language():
    found = list(Letter.objects.values_list("state", "language"))

    assert found == [(state, language) for state in TOLD_BY_LETTER for language in ("en", "fr")]


@pytest.mark.parametrize("state", TOLD_BY_LETTER)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_first_letter_can_be_saved_as_it_is_and_shown_without_a_fault(coordinator, state, language):
    found = letter(state, language)
    said = {"subject": found.subject, "text": found.text}

    shown = page(coordinator.get(address(found))).select_one("iframe.mail-html")
    saved = coordinator.post(address(found), said)

    assert (saved.status_code, faults(shown["srcdoc"])) == (302, [])
    assert shown["sandbox"] == []
    assert "[[link]]" in shown["srcdoc"]
    assert "[[" not in shown["srcdoc"].replace("[[link]]", "")


def test_a_letter_is_saved_and_the_log_says_so(coordinator):
    found = letter()

    coordinator.post(address(found), {"subject": "About  [[Reference]]", "text": "Hello [[ name ]]\r\n\r\n[[link]]"})

    found.refresh_from_db()
    assert (found.subject, found.text) == ("About [[Reference]]", "Hello [[ name ]]\n\n[[link]]")
    assert list(AuditEntry.objects.values_list("action", "about")) == [
        ("letter.edited", f"internships.letter:{found.pk}")
    ]


KNOWN = "[[name]], [[reference]], [[project]], [[link]], [[contact]]"


@pytest.mark.parametrize(
    ("said", "wrong", "sentence"),
    [
        ({"text": "Dear [[nme]]"}, "text", f"[[nme]] is not known here. These variables can be used: {KNOWN}."),
        (
            {"text": "By [[answer by]]"},
            "text",
            f"[[answer by]] is not known here. These variables can be used: {KNOWN}.",
        ),
        ({"text": "Hi [[]]"}, "text", f"[[]] is not known here. These variables can be used: {KNOWN}."),
        (
            {"text": "Dear [[name]"},
            "text",
            f"An unfinished variable is not known here. These variables can be used: {KNOWN}.",
        ),
        (
            {"subject": "Go to [[link]]"},
            "subject",
            f"[[link]] is not known here. These variables can be used: {KNOWN.replace('[[link]], ', '')}.",
        ),
        ({"subject": "Two\nlines"}, "subject", "Enter this on one line."),
        ({"text": ""}, "text", "This field is required."),
        (
            {"reference": "AAAA-BBBB"},
            "reference",
            "There is no application with this reference number, or you may not see it.",
        ),
    ],
)
def test_what_cannot_be_a_letter_is_refused_with_a_sentence_and_nothing_is_lost(coordinator, said, wrong, sentence):
    found = letter()

    response = coordinator.post(address(found), {"subject": "About you", "text": "Hello"} | said)

    assert errors(response) == {wrong: [sentence]}
    assert response.context["form"][wrong].value() == said[wrong]
    assert letter().subject == found.subject


def test_what_is_typed_is_shown_before_it_is_saved_as_the_applicant_chosen_will_see_it(coordinator):
    project = pages.project_page(title="Will to Intervene")
    application = internships.application(name="Zoé <b>\u202eX</b>", language="fr")
    application.projects.add(project)
    internships.internship_page(contact_name="Alex Example", contact_email="interns@example.org")
    found = letter("offer")
    said = {
        "subject": "For [[name]]",
        "text": "[[project]] by [[answer by]], [[contact]]",
        "reference": application.reference,
    }

    response = coordinator.post(address(found), said | {"preview": ""})

    mail = response.context["mail"]
    assert (mail.to, mail.subject, mail.reply_to) == ("camille@example.org", "For Zoé <b>X</b>", "interns@example.org")
    assert mail.text.startswith("Will to Intervene by ")
    assert mail.text.split("\n")[0].endswith(", Alex Example, interns@example.org")
    assert "<h1>For Zoé &lt;b&gt;X&lt;/b&gt;</h1>" in page(response).select_one("iframe.mail-html")["srcdoc"]
    assert letter("offer").subject == found.subject


def test_an_application_that_is_hidden_cannot_be_shown_in_a_letter(coordinator):
    application = internships.application()
    internships.recusal(application, accounts.User.objects.get(email="coordinator@example.org"))

    response = coordinator.post(address(letter()), {"subject": "A", "text": "B", "reference": application.reference})

    assert list(errors(response)) == ["reference"]


def test_what_a_name_says_is_never_taken_for_a_variable():
    application = internships.application(name="[[link]]\n[[contact]] ")

    assert fill("Dear [[name]]", values_of(application, facts_for([application]))) == "Dear [ [link] ] [ [contact] ]"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("J.R. Smith", "J. R. Smith"),
        ("Zoé Ďurišová", "Zoé Ďurišová"),
        ("win.example", "win. example"),
        ("http://win.example/now", "http: / / win. example/now"),
        ("me@win.example", "me@win. example"),
        ("a\r\nBcc: b@c.d", "a Bcc: b@c. d"),
        ("{{ name }} %(name)s <b>", "{{ name }} %(name)s <b>"),
    ],
)
def test_a_name_is_no_link_and_no_second_line(name, written):
    application = internships.application(name=name)
    words = Words("To [[name]]", "Dear [[name]]")

    mail = preview(words, application=application)

    assert (mail.subject, mail.text.splitlines()[0]) == (f"To {written}", f"Dear {written}")
    assert [link["href"] for link in BeautifulSoup(mail.html, "html.parser").select("a") if "win" in link["href"]] == []
    assert BeautifulSoup(mail.html, "html.parser").select("b b, script") == []


def test_a_project_is_named_in_the_language_of_the_letter():
    project = pages.project_page(title="Will to Intervene")
    pages.translate(project, {"Will to Intervene": "La volonté d’intervenir"})
    english, french = internships.application(), internships.application(name="Zoé", language="fr")
    without = internships.application(name="Adam")
    for each in (english, french):
        each.projects.add(project)

    facts = facts_for([english, french, without])

    assert [facts.project(each) for each in (english, french, without)] == [
        "Will to Intervene",
        "La volonté d’intervenir",
        "our projects",
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_what_letters_need_is_four_queries(number, django_assert_num_queries):
    project = pages.project_page()
    found = [internships.application(name=f"Name {each}") for each in range(number)]
    for each in found:
        each.projects.add(project)

    with django_assert_num_queries(4):
        facts_for(found)


def test_only_an_offer_has_a_day_to_answer_by():
    assert [("answer by" in known(state)) for state in TOLD_BY_LETTER] == [False, False, True, False]
