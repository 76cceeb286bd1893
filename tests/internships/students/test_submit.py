"""All or nothing, and once: a failure at any step, a kill half-way, the same form many times."""

import io
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.base import File
from django.db import DatabaseError, connection, connections
from procrastinate.exceptions import ConnectorException

from internships.documents.files import check_upload
from internships.models import Application, ApplicationFile, ApplicationFileChunk
from internships.students.services import DraftsGone, submit_application
from tests.databases import ROOT, address_of
from tests.factories import internships, pages
from tests.internships.forms import CV, LETTER, SAMPLE, everything_stored, fetch, send, shown, stored, upload, words

ANSWERS = {
    "language": "en",
    "name": "Camille",
    "email": "camille@example.org",
    "institution": "McGill",
    "programme": "History",
    "level": "masters",
    "availability": "May",
}
REFUSE = "RAISE EXCEPTION 'refused by the test'"


def documents():
    contents = {"cv": CV, "writing_sample": SAMPLE, "cover_letter": LETTER}
    return {kind: check_upload(kind=kind, upload=File(io.BytesIO(content), kind)) for kind, content in contents.items()}


def submit(**changes) -> Application:
    project = pages.ProjectPage.objects.first()
    answers = ANSWERS | {"notice_id": internships.notice().pk}
    given = {"form_key": "k", "answers": answers, "projects": [project.pk], "documents": documents(), "drafts": {}}
    return submit_application(**given | changes)


def add_trigger(table: str, when: str, does: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE FUNCTION test_step() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does}; END $$")
        cursor.execute(
            f"CREATE {when} INSERT ON {table} {{}} FOR EACH ROW EXECUTE FUNCTION test_step()".format(
                "DEFERRABLE INITIALLY DEFERRED" if "CONSTRAINT" in when else ""
            )
        )


STEPS = [
    pytest.param("internships_application", "TRIGGER t BEFORE", id="the application's row"),
    pytest.param("internships_application_projects", "TRIGGER t BEFORE", id="its projects"),
    pytest.param("internships_applicationfile", "TRIGGER t AFTER", id="a file's row"),
    pytest.param("internships_applicationfilechunk", "TRIGGER t AFTER", id="a file's content"),
    pytest.param("procrastinate_jobs", "TRIGGER t BEFORE", id="the e-mail's job"),
    pytest.param("internships_application", "CONSTRAINT TRIGGER t AFTER", id="the commit itself"),
]


def left() -> tuple[tuple[int, int, int], int]:
    """What is stored of applications, and in how many chunks."""
    return everything_stored(), ApplicationFileChunk.objects.count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("table", "when"), STEPS)
def test_when_the_database_refuses_a_step_nothing_stays(table, when):
    pages.project_page()
    add_trigger(table, when, REFUSE)

    with pytest.raises((DatabaseError, ConnectorException)):
        submit()

    assert left() == ((0, 0, 0), 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("table", "when"), STEPS)
def test_a_process_killed_at_a_step_leaves_nothing(tmp_path, table, when):
    project = pages.project_page()
    add_trigger(table, when, "PERFORM pg_sleep(60); RETURN NEW")
    environment = os.environ | {
        "DATABASE_URL": address_of(connection.settings_dict["NAME"]),
        "PYTHONPATH": str(ROOT),
        "TMPDIR": str(tmp_path),
    }
    command = [sys.executable, "tests/internships/students/killed_submit.py", str(project.pk)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    wait_until(sleeping_backends)

    process.kill()
    process.wait()
    connection.cursor().execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
    wait_until(lambda: not sleeping_backends())

    assert (left(), list(tmp_path.iterdir())) == (((0, 0, 0), 0), [])


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["internships_applicationfile", "internships_applicationfilechunk"])
def test_when_the_database_is_full_nothing_stays_and_the_visitor_is_told(table):
    internships.offer()
    add_trigger(table, "TRIGGER t BEFORE", "RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'")

    response = send()

    said = [words(line) for line in shown(response).select(".alert__list li")]
    assert said == [
        "We could not save your files, so your application was not sent. Try again in a few minutes.",
        "Attach your CV.",
        "Attach your writing sample.",
        "Attach your cover letter.",
    ]
    assert (response.status_code, left()) == (200, ((0, 0, 0), 0))


@pytest.mark.django_db
def test_when_there_is_no_room_to_seal_a_file_the_visitor_is_told_as_well(monkeypatch):
    internships.offer()
    soup = fetch()
    monkeypatch.setattr(tempfile, "TemporaryFile", FullAtTheFourth())

    response = send(soup=soup)

    said = [words(line) for line in shown(response).select(".alert__list li")]
    assert (response.status_code, said[0], left()) == (
        200,
        "We could not save your files, so your application was not sent. Try again in a few minutes.",
        ((0, 0, 0), 0),
    )


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
        "We could not save your files, so your application was not sent. Try again in a few minutes.",
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


def sleeping_backends() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
        )
        return cursor.fetchone()[0]


def wait_until(happened) -> None:
    deadline = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < deadline, "It did not happen in 30 seconds."
        time.sleep(0.05)


def post_at_once(times: int, **changes) -> list[tuple[int, str]]:
    """The same form from many browsers' tabs at one moment."""
    soup = changes.pop("soup", None) or fetch()

    def post(_number):
        try:
            files = {
                "cv": upload(CV, "a.pdf"),
                "writing_sample": upload(SAMPLE, "b.docx"),
                "cover_letter": upload(LETTER, "c.odt"),
            }
            response = send(soup=soup, **files | changes)
            return response.status_code, response.headers.get("Location", "")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(post, range(times)))


@pytest.mark.django_db(transaction=True)
def test_twenty_of_one_form_at_once_are_one_application():
    internships.offer()

    answers = post_at_once(20)

    application = Application.objects.get()
    assert answers == [(303, f"/en/apply/{application.pk}/")] * 20
    assert (everything_stored(), stored()) == ((1, 3, 1), sorted([CV, SAMPLE, LETTER]))


@pytest.mark.django_db(transaction=True)
def test_twenty_of_one_form_with_drafts_at_once_are_one_application():
    internships.offer()
    soup = shown(send(name=""))

    answers = post_at_once(20, soup=soup, cv=None, writing_sample=None, cover_letter=None)

    application = Application.objects.get()
    assert answers == [(303, f"/en/apply/{application.pk}/")] * 20
    assert (everything_stored(), stored()) == ((1, 3, 1), sorted([CV, SAMPLE, LETTER]))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "files", [{}, {"cv": None, "writing_sample": None, "cover_letter": None}], ids=["new", "drafts"]
)
def test_a_form_sent_again_leads_to_the_same_page(files):
    internships.offer()
    soup = shown(send(name="")) if files else fetch()

    first, second = send(soup=soup, **files), send(soup=soup, **again(files))

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert everything_stored() == (1, 3, 1)


def again(files: dict) -> dict:
    return files or {"cv": upload(CV, "x.pdf")}


@pytest.mark.django_db
def test_a_form_that_was_changed_and_sent_again_is_another_application():
    internships.offer()
    soup = fetch()

    first, second = send(soup=soup), send(soup=soup, message="One more thing.")

    assert first["Location"] != second["Location"]
    assert everything_stored() == (2, 6, 2)


@pytest.mark.django_db
def test_two_people_with_equal_answers_are_two_applications():
    internships.offer()

    send()
    send()

    assert everything_stored() == (2, 6, 2)


@pytest.mark.django_db
def test_a_changed_form_with_files_that_were_used_asks_for_them_and_keeps_the_first():
    internships.offer()
    soup = shown(send(name=""))
    nothing = {"cv": None, "writing_sample": None, "cover_letter": None}
    send(soup=soup, **nothing)

    response = send(soup=soup, message="One more thing.", **nothing)

    said = [words(line) for line in shown(response).select(".alert__list li")]
    assert said == ["Attach your CV.", "Attach your writing sample.", "Attach your cover letter."]
    assert shown(response).select_one("[name=message]").string.strip() == "One more thing."
    assert everything_stored() == (1, 3, 1)


@pytest.mark.django_db
def test_a_draft_swept_between_check_and_submit_is_named():
    pages.project_page()
    draft = internships.application_file()
    ApplicationFile.objects.all().delete()

    with pytest.raises(DraftsGone) as gone:
        submit(drafts={"cv": draft}, documents={})

    assert (gone.value.kinds, everything_stored()) == (["cv"], (0, 0, 0))
