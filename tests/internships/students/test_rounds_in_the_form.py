"""Rounds as a student meets them: how much time is left, what has closed meanwhile, and a code for who is late."""

import pytest
from django.test import Client
from django.utils import timezone

from internships.models import Application, Round
from tests.factories.internships import internship_page, late_code, project, round_of
from tests.internships.forms import address, answers, errors, fetch, new_form, post, send, shown, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return internship_page()


def offered(soup) -> list[str]:
    return [words(label) for label in soup.select("label[for^=id_projects]")]


def close(made: Round) -> None:
    Round.objects.filter(pk=made.pk).update(closes_at=timezone.now())


def test_only_what_is_open_can_be_chosen_and_the_form_says_until_when(offer):
    round_of(project(), closes=3.01)
    round_of(project("Media Monitoring", slug="media"), opens=1)

    soup = fetch()

    assert offered(soup) == ["Will to Intervene"]
    [said] = [words(line) for line in soup.select("section:has(#internship) .form > p")]
    assert said.startswith("Applications for “Will to Intervene” close on ")
    assert said.endswith("(Montreal time), in 3\xa0days.")
    assert soup.select("[name=late_code]") == []  # nothing has closed yet


def test_a_sent_application_is_in_its_round(offer):
    made = round_of(project())

    post()

    assert Application.objects.get().round == made


def test_what_closed_while_the_form_was_filled_in_is_named_once(offer):
    made = round_of(project())
    project("Media Monitoring", slug="media")
    soup = fetch()

    close(made)
    response = send(soup=soup)

    assert list(errors(response)) == ["projects"]
    said = errors(response)["projects"]
    assert (said.count("Closed on"), said.startswith("Will to Intervene: Closed on ")) == (1, True)
    assert Application.objects.get().state == "draft"


def test_once_everything_is_closed_the_draft_is_kept_and_a_code_sends_it(offer):
    made = round_of(project())
    soup = fetch()
    close(made)

    closed = send(soup=soup)
    place = post(soup=soup)["Location"]
    code = late_code(made)
    with_code = shown(Client().get(place, {"code": code.code.lower()}))

    assert "Applications are closed" in words(shown(closed).h1)
    assert offered(with_code) == ["Will to Intervene"]
    post(soup=with_code, late_code=with_code.select_one("[name=late_code]")["value"])
    sent = Application.objects.get()
    code.refresh_from_db()
    assert (sent.state, sent.round, sent.late_code, code.used_at is None) == ("received", made, code, False)


def test_the_field_for_a_code_is_there_once_a_round_has_closed(offer):
    round_of(project(), closes=-1)
    project("Media Monitoring", slug="media")

    assert len(fetch().select("[name=late_code]")) == 1


@pytest.mark.parametrize("code", ["AAAA-AAAA", "x" * 3000, "\0", "<b>", "é"])
def test_a_wrong_code_is_refused_beside_its_field(offer, code):
    round_of(project(), closes=-1)

    response = Client().get(new_form_with(code))

    soup = shown(response)
    assert words(soup.select_one("#code-error")) == (
        "Error: We do not know this code. Check each letter and digit, or ask whoever gave it to you."
    )
    assert soup.select_one("#id_code")["aria-describedby"] == "code-error"


def new_form_with(code: str) -> str:
    return Client().get(address(), {"code": code})["Location"]


def test_a_closed_page_says_when_the_next_round_opens_and_asks_for_no_code_before_one_has_closed(offer):
    round_of(project(), opens=1)

    soup = shown(Client().get(address(), follow=True))

    assert words(soup.select_one("#when ~ .l-content dd")).startswith("SpringOpens on ")
    assert soup.select("#id_code") == []


def test_a_full_round_is_closed_for_the_next(offer):
    round_of(project(), capacity=1)
    first, second = fetch(), fetch()

    post(soup=first)
    response = send(soup=second, email="other@example.org")

    assert "This round has received all it can take." in response.text
    assert sorted(Application.objects.values_list("state", flat=True)) == ["draft", "received"]


def test_an_invented_project_is_refused_as_before(offer):
    project()

    assert errors(send(projects=["999999"])) == {"projects": "Select at least one project."}


def test_what_is_sent_with_a_form_of_another_project_is_stored_for_that(offer):
    one, other = project(), project("Media Monitoring", slug="media")
    made = round_of(other)
    soup = fetch()

    Client().post(new_form(), answers(soup, projects=[one.pk, other.pk]))

    sent = Application.objects.get()
    assert (sent.round, {each.pk for each in sent.projects.all()}) == (made, {one.pk, other.pk})
