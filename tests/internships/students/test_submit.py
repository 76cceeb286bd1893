"""All or nothing, and once: a failure at any step, a kill half-way, the same form many times."""

import tempfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections
from procrastinate.exceptions import ConnectorException

from internships.models import Application, ApplicationFileChunk
from migs_site.outbox.models import Mail
from tests import forked
from tests.factories import internships
from tests.internships.forms import (
    CV,
    LETTER,
    NO_FILES,
    SAMPLE,
    errors,
    everything_stored,
    fetch,
    place_of,
    post,
    send,
    shown,
    stored,
    upload,
    words,
)
from tests.internships.students.killed_submit import submit, submit_and_sleep
from tests.waiting import end_sleepers, wait_for_sleepers, wait_until

LATE = "TRIGGER t AFTER INSERT"
REFUSE = "RAISE EXCEPTION 'refused by the test'"


def add_trigger(table: str, when: str, does: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE FUNCTION test_step() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does}; END $$")
        cursor.execute(
            f"CREATE {when} ON {table} {{}} FOR EACH ROW EXECUTE FUNCTION test_step()".format(
                "DEFERRABLE INITIALLY DEFERRED" if "CONSTRAINT" in when else ""
            )
        )


# Where a process that saves and sends stands still: in which table, when, and whether that is before the draft is kept.
STEPS = [
    pytest.param("internships_application", "TRIGGER t BEFORE INSERT", False, id="before its row"),
    pytest.param("internships_applicationlink", "TRIGGER t AFTER INSERT", False, id="after its row"),
    pytest.param("internships_applicationfilechunk", "TRIGGER t AFTER INSERT", False, id="after a file"),
    pytest.param("internships_applicationfile", f"CONSTRAINT {LATE}", False, id="at the end of saving"),
    pytest.param("internships_application_projects", "TRIGGER t BEFORE INSERT", True, id="before the move"),
    pytest.param("internships_statechange", "TRIGGER t AFTER INSERT", True, id="after the move"),
    pytest.param("outbox_mail", "TRIGGER t AFTER INSERT", True, id="after the mail"),
    pytest.param("procrastinate_jobs", "TRIGGER t BEFORE INSERT", True, id="before the job"),
    pytest.param("internships_statechange", f"CONSTRAINT {LATE}", True, id="at the end of sending"),
]


def left() -> tuple[tuple[int, int, int], int]:
    """What is stored of applications that were sent and of files, and in how many chunks."""
    return everything_stored(), ApplicationFileChunk.objects.count()


def is_as_after(draft_is_kept: bool) -> bool:
    """Either nothing of it is there, or the whole draft; and never an application, a mail or a job."""
    kept = [application.typed["answers"]["name"] for application in Application.objects.all()]
    states = Application.objects.exclude(state="draft").count(), Mail.objects.count()
    expected = (["Camille Tremblay"], ((0, 3, 0), 3)) if draft_is_kept else ([], ((0, 0, 0), 0))
    return (kept, left()) == expected and states == (0, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("table", "when", "draft_is_kept"), STEPS)
def test_when_the_database_refuses_a_step_there_is_no_half_application(table, when, draft_is_kept):
    internships.offer()
    soup = fetch()
    add_trigger(table, when, REFUSE)

    with pytest.raises((DatabaseError, ConnectorException)):
        post(soup=soup)

    assert is_as_after(draft_is_kept)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("table", "when", "draft_is_kept"), STEPS)
def test_a_process_killed_at_a_step_leaves_no_half_application_and_sending_again_completes_it(
    tmp_path, table, when, draft_is_kept
):
    internships.offer()
    soup = fetch()
    add_trigger(table, when, "PERFORM pg_sleep(60); RETURN NEW")
    process = forked.begin(submit, str(soup), tmp_path)
    wait_for_sleepers(1)

    forked.end(process)
    end_sleepers()
    wait_for_sleepers(0)

    assert (is_as_after(draft_is_kept), list(tmp_path.iterdir())) == (True, [])
    connection.cursor().execute("DROP FUNCTION test_step CASCADE")
    assert (post(soup=soup)["Location"], left(), Mail.objects.count()) == (place_of(soup), ((1, 3, 1), 3), 1)


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_between_the_commit_and_its_answer_has_sent_the_application_once(tmp_path):
    internships.offer()
    soup = fetch()

    process = forked.begin(submit_and_sleep, str(soup), tmp_path)
    wait_until(lambda: everything_stored() == (1, 3, 1))
    forked.end(process)
    again = post(soup=soup, **NO_FILES)

    assert (again.status_code, again["Location"], left()) == (303, place_of(soup), ((1, 3, 1), 3))
    assert Mail.objects.count() == 1


NO_ROOM = {
    kind: f"We could not save “{name}”. Attach it again in a few minutes."
    for kind, name in {"cv": "mon cv.pdf", "writing_sample": "sample.docx", "cover_letter": "letter.odt"}.items()
}


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["internships_applicationfile", "internships_applicationfilechunk"])
def test_when_the_database_is_full_the_files_are_asked_for_again_and_the_words_stay(table):
    internships.offer()
    soup = fetch()
    add_trigger(table, "TRIGGER t BEFORE INSERT", "RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'")

    response = send(soup=soup, name="Zoë")

    assert errors(response) == NO_ROOM
    assert (shown(response).select_one("[name=name]")["value"], left()) == ("Zoë", ((0, 0, 0), 0))


@pytest.mark.django_db
def test_when_there_is_no_room_to_seal_a_file_it_is_asked_for_again(monkeypatch):
    internships.offer()
    soup = fetch()
    monkeypatch.setattr(tempfile, "TemporaryFile", FullAtTheFourth())

    response = send(soup=soup)

    assert errors(response) == NO_ROOM
    assert left() == ((0, 0, 0), 0)


def full_at_the_end():
    return open("/dev/full", "r+b")


def full_at_once():
    return open("/dev/full", "r+b", 0)


def no_folder():
    raise FileNotFoundError("No usable temporary directory found")


@pytest.mark.django_db
@pytest.mark.parametrize("folder", [full_at_the_end, full_at_once, no_folder])
def test_when_there_is_no_room_for_files_as_they_arrive_the_visitor_is_told_and_keeps_what_was_typed(
    monkeypatch, folder
):
    internships.offer()
    soup = fetch()
    monkeypatch.setattr(tempfile, "TemporaryFile", folder)

    response = send(soup=soup, name="Camille Roy")

    page = shown(response)
    assert (response.status_code, words(page.select(".alert__list li")[0]), left()) == (
        200,
        "We could not save all your files. Attach those that are missing again in a few minutes.",
        ((0, 0, 0), 0),
    )
    assert page.select_one("[name=name]")["value"] == "Camille Roy"


class FullAtTheFourth:
    """Room in the temporary folder for three files, as they arrive, and for none to be sealed."""

    def __init__(self):
        self.make, self.made = tempfile.TemporaryFile, 0

    def __call__(self):
        self.made += 1
        return self.make() if self.made <= 3 else open("/dev/full", "r+b")


def post_at_once(times: int, **changes) -> list[tuple[int, str]]:
    """The same form from many browsers' tabs at one moment."""
    soup = changes.pop("soup", None) or fetch()

    def post_one(_number):
        try:
            files = {
                "cv": upload(CV, "a.pdf"),
                "writing_sample": upload(SAMPLE, "b.docx"),
                "cover_letter": upload(LETTER, "c.odt"),
            }
            response = post(soup=soup, **files | changes)
            return response.status_code, response.headers.get("Location", "")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(post_one, range(times)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_saved", [False, True], ids=["new", "draft"])
def test_twenty_of_one_form_at_once_are_one_application(is_saved):
    internships.offer()
    soup = shown(send(name="")) if is_saved else fetch()

    answers = post_at_once(20, soup=soup, **NO_FILES if is_saved else {})

    assert answers == [(303, place_of(soup))] * 20
    assert (Application.objects.count(), everything_stored(), Mail.objects.count()) == (1, (1, 3, 1), 1)
    assert stored() == sorted([CV, SAMPLE, LETTER])
