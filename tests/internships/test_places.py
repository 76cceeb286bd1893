"""A place in a round is taken as an application is received: never one too many, and a late code once."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import translation

from internships.models import Application, LateCode
from internships.places import find_late_code, openings_for, refusal, take_place
from internships.states import Actor, State, move
from tests.factories.internships import application_file, draft, late_code, project, round_of
from tests.internships import samples

pytestmark = pytest.mark.django_db


def complete(name: str) -> Application:
    made = draft(name=name)
    for kind in ("cv", "writing_sample", "cover_letter"):
        application_file(made, kind=kind, content=samples.pdf(kind))
    return made


def receive(made: Application, *projects, code: str = "", is_open: bool = True) -> None:
    """As the form does."""
    with translation.override("en"), transaction.atomic():
        numbers = [one.pk for one in projects]
        take_place(application=made, projects=numbers, is_open=is_open, typed_code=code)
        made.projects.set(numbers)
        move(application=made, to=State.RECEIVED, actor=Actor.APPLICANT)


def refused(made: Application, *projects, **given) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        receive(made, *projects, **given)
    made.refresh_from_db()
    assert (made.state, made.round, made.late_code) == (State.DRAFT, None, None)
    return error.value.message_dict


def test_an_application_is_given_the_round_of_its_project():
    one = project()
    made, sent = round_of(one), complete("A")

    receive(sent, one)

    sent.refresh_from_db()
    assert (sent.round, sent.late_code, sent.state) == (made, None, State.RECEIVED)


def test_one_for_a_project_without_rounds_has_none():
    one, sent = project(), complete("A")

    receive(sent, one)

    assert sent.round is None


def test_a_project_that_is_always_open_goes_with_any_round():
    one, other = project(), project("Media Monitoring", slug="media")
    made, sent = round_of(one), complete("A")

    receive(sent, other, one)

    assert sent.round == made


def test_projects_in_two_rounds_take_two_applications():
    one, other = project(), project("Media Monitoring", slug="media")
    round_of(one), round_of(other)

    assert refused(complete("A"), one, other) == {
        "projects": [
            "“Will to Intervene” and “Media Monitoring” are in different rounds. Choose one of them, and send another "
            "application for the other."
        ]
    }


@pytest.mark.parametrize(
    ("times", "begins"),
    [
        ({"opens": -7, "closes": -1}, "Will to Intervene: Closed on "),
        ({"opens": 1, "closes": 7}, "Will to Intervene: Opens on "),
    ],
)
def test_what_is_not_open_is_refused_in_a_sentence(times, begins):
    one = project()
    round_of(one, **times)

    [said] = refused(complete("A"), one)["projects"]

    assert said.startswith(begins)
    assert said.endswith("(Montreal time).")


def test_a_draft_from_before_the_closing_is_too_late_after_it():
    one, sent = project(), complete("A")
    made = round_of(one)
    with translation.override("en"):
        assert refusal(openings_for("", is_open=True)[0], [one.pk]) == ""
    type(made).objects.filter(pk=made.pk).update(closes_at=sent.created_at)

    assert list(refused(sent, one)) == ["projects"]


def test_a_full_round_takes_no_more_until_one_is_withdrawn():
    one = project()
    round_of(one, capacity=1)
    first, second = complete("A"), complete("B")
    receive(first, one)

    assert refused(second, one) == {"projects": ["Will to Intervene: This round has received all it can take."]}

    move(application=first, to=State.WITHDRAWN, actor=Actor.APPLICANT)
    receive(second, one)
    assert second.state == State.RECEIVED


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: f" {code}\n", lambda code: code.replace("-", " ")])
def test_a_late_code_lets_one_application_in_however_it_is_typed(typed):
    one, sent = project(), complete("A")
    made = round_of(one, closes=-1, capacity=1)
    code = late_code(made)

    receive(sent, one, code=typed(code.code))

    code.refresh_from_db()
    assert (sent.late_code, sent.round, code.used_at is not None) == (code, made, True)
    assert refused(complete("B"), one, code=code.code)["late_code"] == [
        "This code was used for another application. Each code is good for one."
    ]


def test_a_late_code_is_a_place_beyond_the_capacity():
    one = project()
    made = round_of(one, capacity=1)
    receive(complete("A"), one)

    receive(complete("B"), one, code=late_code(made).code)

    assert Application.objects.filter(round=made, state=State.RECEIVED).count() == 2


def test_a_code_that_is_not_needed_is_not_used_up():
    one = project()
    code = late_code(round_of(one))

    receive(complete("A"), one, code=code.code)

    code.refresh_from_db()
    assert code.used_at is None


def test_a_code_stays_used_after_its_application_is_erased():
    one = project()
    code, sent = late_code(round_of(one, closes=-1)), complete("A")
    receive(sent, one, code=code.code)

    sent.delete()

    assert list(refused(complete("B"), one, code=code.code)) == ["late_code", "projects"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("AAAA-AAAA", "We do not know this code. Check each letter and digit, or ask whoever gave it to you."),
        ("x" * 5000, "We do not know this code. Check each letter and digit, or ask whoever gave it to you."),
        ("\0", "We do not know this code. Check each letter and digit, or ask whoever gave it to you."),
        ("%", "We do not know this code. Check each letter and digit, or ask whoever gave it to you."),
        ("é😀", "We do not know this code. Check each letter and digit, or ask whoever gave it to you."),
    ],
)
def test_what_is_no_code_is_refused_in_a_sentence(code, said):
    one = project()
    round_of(one, closes=-1)

    assert refused(complete("A"), one, code=code)["late_code"] == [said]


def test_a_code_that_has_expired_says_when():
    made = round_of(project(), closes=-3)

    with pytest.raises(ValidationError, match="This code expired on ") as error, translation.override("en"):
        find_late_code(late_code(made, expires=-1).code)

    assert len(error.value.messages) == 1


def test_a_code_of_another_round_opens_nothing():
    one, other = project(), project("Media Monitoring", slug="media")
    round_of(one, closes=-1)
    code = late_code(round_of(other, closes=-1))

    assert list(refused(complete("A"), one, code=code.code)) == ["projects"]
    code.refresh_from_db()
    assert code.used_at is None


def test_when_staff_have_closed_the_form_no_code_opens_it():
    one = project()
    code = late_code(round_of(one, closes=-1))

    assert refused(complete("A"), one, code=code.code, is_open=False) == {"projects": ["Applications are closed."]}


def test_without_a_project_that_is_offered_there_is_no_place():
    one = project()
    other = project("Media Monitoring", slug="media", live=False)
    round_of(one)

    for chosen in ([], [other], [one, other]):
        assert refused(complete(f"{chosen}"), *chosen) == {"projects": ["Select at least one project."]}


def test_where_no_project_takes_interns_none_is_asked_for():
    sent = complete("A")

    receive(sent)

    assert (sent.state, sent.round) == (State.RECEIVED, None)


def test_outside_of_a_transaction_it_refuses_to_count(transactional_db):
    with pytest.raises(transaction.TransactionManagementError):
        take_place(application=draft(), projects=[], is_open=True)


def at_once(sent: list[Application], one, code: str = "") -> list[str]:
    """What happened to each of several that are received at the same moment."""
    heard, start = [], threading.Barrier(len(sent))

    def send(made):
        start.wait()
        try:
            receive(made, one, code=code)
            heard.append("received")
        except ValidationError as error:
            heard.extend(sorted(error.message_dict))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(made,)) for made in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(heard)


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_for_three_places_three_are_received():
    one = project()
    made = round_of(one, capacity=3)

    heard = at_once([complete(f"{number}") for number in range(8)], one)

    assert heard == ["projects"] * 5 + ["received"] * 3
    assert Application.objects.filter(round=made, state=State.RECEIVED).count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_four_at_once_with_one_code_one_is_received():
    one = project()
    code = late_code(round_of(one, closes=-1))

    heard = at_once([complete(f"{number}") for number in range(4)], one, code=code.code)

    assert heard.count("received") == 1
    assert Application.objects.exclude(late_code=None).count() == 1
    assert LateCode.objects.get().used_at is not None
