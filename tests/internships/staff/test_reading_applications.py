"""Who may read applications in the admin, and what they see. Everybody else asks in vain."""

import datetime
import io
import os
import tempfile

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.models import ModelLogEntry, ReferenceIndex

from internships.documents.contents import copy_sealed, size_of, write_content
from internships.models import Application, ApplicationFile, ApplicationFileChunk
from migs_site.sealing import make_identity, seal
from tests.editing import signed_in
from tests.factories import accounts, internships, pages
from tests.internships.forms import CV, new_form, words
from tests.migrations_alone import run_again, take_back

pytestmark = pytest.mark.django_db

COORDINATORS = "Internship coordinators"


def coordinator() -> Client:
    return signed_in(accounts.user("coordinator@example.org", groups=[COORDINATORS]))


def editor() -> Client:
    return signed_in(accounts.editor())


def addresses(application: Application) -> dict[str, str]:
    found = {name: reverse(f"applications:{name}", args=[application.pk]) for name in ("inspect", "delete")}
    found |= {name: reverse(f"applications:{name}") for name in ("index", "index_results")}
    return found | {"download": reverse("applications:download", args=[application.pk, "cv"])}


def with_file(**fields) -> Application:
    application = internships.application(**fields)
    internships.application_file(application, content=CV)
    return application


def rows(response) -> list[str]:
    table = BeautifulSoup(response.content, "html.parser").select("main table tbody tr")
    return [words(row.select_one("td")).split()[0] for row in table]


def test_coordinators_list_and_read_applications():
    project = pages.project_page()
    application = with_file(message="<script>alert(1)</script>\n\nBonjour")
    application.projects.add(project)
    client = coordinator()

    listing = client.get(reverse("applications:index"))
    page = BeautifulSoup(client.get(addresses(application)["inspect"]).content, "html.parser").select_one("main")

    assert rows(listing) == [application.reference]
    answers = page.select_one(".application__answers")
    said = {words(name): words(value) for name, value in zip(answers("dt"), answers("dd"), strict=True)}
    assert said == {
        "Projects": "Will to Intervene",
        "University or college": "McGill University",
        "Program": "History",
        "Level of study": "Master’s",
        "Availability": "From May, two days a week.",
        "Message": "<script>alert(1)</script> Bonjour",
        "Language": "English",
    }
    files = [words(each) for each in page.select(".application__files strong")]
    assert files == ["CV", "Writing sample", "Cover letter"]
    links = [link["href"] for link in page.select("a")]
    assert {addresses(application)["download"], "mailto:camille@example.org"} <= set(links)
    assert "Camille Tremblay" in words(page)


def test_a_file_comes_as_an_attachment_byte_for_byte():
    application = with_file()

    response = coordinator().get(addresses(application)["download"])

    assert b"".join(response.streaming_content) == CV
    headers = ("Content-Disposition", "Content-Type", "X-Content-Type-Options", "Content-Security-Policy")
    assert [response[name] for name in headers] == [
        f'attachment; filename="{application.reference}-cv.pdf"',
        "application/octet-stream",
        "nosniff",
        "sandbox; default-src 'none'",
    ]
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    response.close()


@pytest.mark.parametrize("kind", ["passport", "cv2"])
def test_a_file_that_is_not_there_is_not_found(kind):
    application = with_file()

    assert coordinator().get(reverse("applications:download", args=[application.pk, kind])).status_code == 404


def without_key(settings, file, folder):
    settings.FILE_IDENTITIES = ""


def with_another_key(settings, file, folder):
    make_identity(folder / "another")
    settings.FILE_IDENTITIES = str(folder / "another")


def damaged(settings, file, folder):
    with tempfile.TemporaryFile() as sealed:
        copy_sealed(file, sealed)
        sealed.seek(-1, os.SEEK_END)
        sealed.write(b"?")
        put_in_place(file, sealed)


def exchanged(settings, file, folder):
    """By somebody who can write to the database: the keys that seal are public."""
    with seal(io.BytesIO(b"something else")) as sealed:
        put_in_place(file, sealed)


def put_in_place(file, sealed):
    sealed.seek(0)
    file.chunks.all().delete()
    write_content(file, sealed)
    ApplicationFile.objects.filter(pk=file.pk).update(sealed_size=size_of(sealed))


NO_KEY = "This file was not opened: the server has no private key for it. Ask whoever runs the site."
IS_DAMAGED = "This file was not opened: it is damaged. Ask whoever runs the site to restore it from a backup."
NO_ROOM = "This file was not opened: the server has no room for it. Try again in a few minutes."


def said_instead(application: Application) -> tuple[list, list[str]]:
    """Where somebody is led who asks for the file, and what they read there."""
    response = coordinator().get(addresses(application)["download"], follow=True)
    return response.redirect_chain, [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [(without_key, NO_KEY), (with_another_key, NO_KEY), (damaged, IS_DAMAGED), (exchanged, IS_DAMAGED)],
)
def test_a_file_that_cannot_be_opened_is_a_sentence_on_its_application(settings, tmp_path, trouble, sentence):
    application = with_file()
    trouble(settings, application.files.get(kind="cv"), tmp_path)

    assert said_instead(application) == ([(addresses(application)["inspect"], 302)], [sentence])


def test_a_file_for_which_there_is_no_room_is_a_sentence_too(monkeypatch):
    application = with_file()
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda: open("/dev/full", "r+b"))  # noqa: SIM115 (closed there)

    assert said_instead(application) == ([(addresses(application)["inspect"], 302)], [NO_ROOM])


def test_editors_get_nowhere():
    application = with_file()
    client = editor()

    answers = {name: client.get(address) for name, address in addresses(application).items()}

    expected = (302, reverse("wagtailadmin_home"))
    assert {name: (r.status_code, r.get("Location")) for name, r in answers.items()} == dict.fromkeys(answers, expected)


def test_visitors_are_sent_to_sign_in():
    application = with_file()

    answers = {name: Client().get(address) for name, address in addresses(application).items()}

    login = reverse("wagtailadmin_login")
    went = {name: (r.status_code, r["Location"]) for name, r in answers.items()}
    assert went == {name: (302, f"{login}?next={address}") for name, address in addresses(application).items()}


@pytest.mark.parametrize("name", ["add", "edit", "copy", "history", "usage"])
def test_nobody_adds_or_edits_there_is_no_such_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"applications:{name}", args=[with_file().pk] if name != "add" else [])


def test_who_may_only_read_cannot_delete():
    application = with_file()
    reader = accounts.user("reader@example.org", groups=[COORDINATORS])
    group = reader.groups.get()
    group.permissions.remove(group.permissions.get(codename="delete_application"))

    signed_in(reader).post(addresses(application)["delete"])

    assert Application.objects.count() == 1


def test_coordinators_delete_and_no_history_of_it_stays():
    application = with_file()

    coordinator().post(addresses(application)["delete"])

    left = [model.objects.count() for model in (Application, ApplicationFile, ApplicationFileChunk)]
    assert left == [0, 0, 0]
    assert ModelLogEntry.objects.count() == 0


def test_only_those_who_may_read_see_the_menu_entry():
    link = reverse("applications:index")

    seen = [link in client.get(reverse("wagtailadmin_home")).content.decode() for client in (coordinator(), editor())]

    assert seen == [True, False]


def test_applications_are_not_in_what_all_editors_can_search():
    application = with_file(name="Unmistakable")
    deleted = with_file(name="Another")
    coordinator().post(addresses(deleted)["delete"])
    client = editor()

    report = client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    search = client.get(reverse("wagtailadmin_pages:search"), {"q": "Unmistakable"}).content.decode()

    assert (deleted.reference in report, application.reference in search) == (False, False)
    assert [
        model for model in ReferenceIndex.indexed_models if model.__module__.startswith("internships.models.appl")
    ] == []
    assert [ReferenceIndex.model_is_indexable(model) for model in (Application, ApplicationFile)] == [False, False]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "Zoé"}, ["B"]),
        ({"q": "b@example.org"}, ["B"]),
        ({"level": "doctoral"}, ["B"]),
        ({"projects": "W2I"}, ["A"]),
        ({"received_at_from": "2100-01-01"}, []),
        ({"received_at_to": "2100-01-01", "level": "masters"}, ["A"]),
        ({"ordering": "name"}, ["A", "B"]),
        ({"ordering": "-name"}, ["B", "A"]),
    ],
)
def test_the_list_is_searched_filtered_and_ordered(query, expected):
    project = pages.project_page()
    with_file(name="Adam", reference="A").projects.add(project)
    with_file(name="Zoé", reference="B", level="doctoral", email="b@example.org")
    query = {name: project.pk if value == "W2I" else value for name, value in query.items()}

    assert rows(coordinator().get(reverse("applications:index"), query)) == expected


@pytest.mark.parametrize("number", [1, 3])
def test_the_form_costs_the_same_for_one_and_for_three_projects(number, django_assert_num_queries):
    internships.internship_page()
    for place in range(number):
        pages.project_page(title=f"Project {place}", slug=f"p{place}", takes_interns=True)
    form = new_form()
    Client().get(form)

    with django_assert_num_queries(11):
        Client().get(form)


@pytest.mark.django_db(transaction=True)
def test_the_groups_of_staff_go_and_come_with_their_migrations():
    found = []

    for migrate in (
        lambda: take_back("internships", "0035", "0030", "0024", "0021", "0002"),
        lambda: run_again("internships", "0002", "0021", "0024", "0030"),
    ):
        migrate()
        groups = apps.get_model("auth", "Group").objects.filter(name__startswith="Internship ").order_by("name")
        may = [set(group.permissions.values_list("codename", flat=True)) for group in groups]
        found.append(dict(zip(groups.values_list("name", flat=True), may, strict=True)))

    [before, after] = found
    assert before == {"Internship reviewers": set()}
    assert after["Internship reviewers"] == {"access_admin", "review_application"}
    assert after[COORDINATORS] >= {"access_admin", "delete_application", "view_application"}


def test_the_day_of_an_application_is_told_in_montreals_time():
    application = with_file()
    late = datetime.datetime(2026, 7, 2, 3, 30, tzinfo=datetime.UTC)  # half past eleven, the evening before
    internships.timed(application, received_at=late)

    page = coordinator().get(addresses(application)["inspect"]).content.decode()

    assert "1 July 2026, 23:30" in page
    assert "03:30" not in page
