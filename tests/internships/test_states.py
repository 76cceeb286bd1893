"""The moves of an application: the database and states.py hold the same list, and nothing goes round it."""

import itertools
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from internships.models import Application, StateChange
from internships.states import Actor, ImpossibleMove, State, move, possible_moves
from tests.factories.accounts import superuser
from tests.factories.internships import WAYS, application, application_file, draft

pytestmark = pytest.mark.django_db


def told(change) -> str | None:
    """Which rule of the database refused it."""
    try:
        with transaction.atomic():
            change()
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return None


@pytest.mark.parametrize("state", WAYS)
def test_the_database_makes_the_moves_that_the_list_names_and_no_other(state):
    made = application(state=state)

    taken = set()
    for actor, to in itertools.product(Actor.values, State.values):
        try:
            with transaction.atomic():
                StateChange.objects.create(application=made, from_state=state, to_state=to, actor=actor)
                taken.add((actor, to))
                raise IntegrityError  # back to where it was
        except IntegrityError:
            pass

    assert taken == {(actor, to) for actor in Actor.values for to in possible_moves(made, actor)}


def test_a_move_says_who_when_and_why_and_the_database_keeps_the_times():
    made, editor = application(), superuser()

    before = timezone.now()
    change = move(application=made, to=State.NOT_SELECTED, actor=Actor.STAFF, by=editor, reason="No room this year.")

    change.refresh_from_db()
    assert (change.from_state, change.to_state, change.by, change.reason) == (
        "received",
        "not_selected",
        editor,
        "No room this year.",
    )
    assert (made.state, made.closed_at, change.at) == ("not_selected", change.at, change.at)
    assert abs(change.at - before).total_seconds() < 60


def test_what_is_taken_back_is_open_again_and_was_received_when_it_was():
    made = application(state=State.NOT_SELECTED)
    received_at = made.received_at

    move(application=made, to=State.IN_REVIEW, actor=Actor.STAFF)

    assert (made.closed_at, made.received_at) == (None, received_at)


def test_an_impossible_move_is_refused_with_a_sentence():
    made = application(state=State.WITHDRAWN)

    with pytest.raises(ImpossibleMove) as refused:
        move(application=made, to=State.OFFER, actor=Actor.STAFF)

    assert str(refused.value) == (
        "This application is now “Withdrawn” and cannot become “Offer made”. Reload the page to see where it is."
    )
    assert Application.objects.get().state == State.WITHDRAWN


@pytest.mark.parametrize(
    "change",
    [
        {"state": State.OFFER},
        {"received_at": timezone.now()},
        {"state": State.WITHDRAWN, "closed_at": timezone.now()},
    ],
)
def test_no_statement_goes_round_the_moves(change):
    made = application()

    assert told(lambda: Application.objects.filter(pk=made.pk).update(**change)) == "only_by_moves"


def test_nothing_begins_but_as_a_draft():
    assert told(lambda: draft(state=State.RECEIVED, received_at=timezone.now())) == "only_by_moves"


def test_nothing_is_received_without_its_three_files():
    made = draft()
    application_file(made, kind="cv")
    application_file(made, kind="cover_letter")

    assert told(lambda: move(application=made, to=State.RECEIVED, actor=Actor.APPLICANT)) == (
        "received_applications_have_files"
    )


@pytest.mark.parametrize("missing", ["name", "email", "institution", "programme", "level", "availability"])
def test_nothing_is_received_without_its_answers(missing):
    made = draft(**{missing: ""})
    for kind in ("cv", "writing_sample", "cover_letter"):
        application_file(made, kind=kind)

    assert told(lambda: move(application=made, to=State.RECEIVED, actor=Actor.APPLICANT)) == (
        "received_applications_are_complete"
    )


def test_what_was_typed_does_not_stay_beside_what_was_sent():
    made = draft(typed={"name": "Camille"})
    for kind in ("cv", "writing_sample", "cover_letter"):
        application_file(made, kind=kind)

    assert told(lambda: move(application=made, to=State.RECEIVED, actor=Actor.APPLICANT)) == (
        "received_applications_are_complete"
    )


def test_the_history_stays_as_it_was_and_goes_with_its_application():
    made = application()
    history = StateChange.objects.filter(application=made)

    assert told(lambda: history.update(reason="Another")) == "only_by_moves"
    assert told(history.delete) == "only_by_moves"
    made.delete()
    assert list(history) == []


def test_who_made_a_move_may_leave():
    made, editor = application(), superuser()
    move(application=made, to=State.IN_REVIEW, actor=Actor.STAFF, by=editor)

    editor.delete()

    assert [change.by for change in StateChange.objects.order_by("at")] == [None, None]


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_at_once_the_second_hears_of_the_first():
    made, heard, start = application(state=State.OFFER), [], threading.Barrier(2)

    def answer(to):
        start.wait()
        try:
            move(application=Application.objects.get(), to=to, actor=Actor.APPLICANT)
        except ImpossibleMove as refused:
            heard.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=(to,)) for to in (State.ACCEPTED, State.DECLINED)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    made.refresh_from_db()
    assert len(heard) == 1
    assert StateChange.objects.filter(from_state=State.OFFER).count() == 1
    assert made.state in {State.ACCEPTED, State.DECLINED}
