"""Of a received application nothing disappears, whatever becomes of the project's page and however that goes."""

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.db import connection
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import Page

from internships.models import Application
from migs_site.models import ProjectPage
from tests.editing import signed_in
from tests.factories.accounts import superuser
from tests.factories.internships import application
from tests.factories.pages import project_page, standard_page, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def parent():
    return standard_page(title="Projects")


@pytest.fixture
def project(parent):
    """With French, and two applications that name it."""
    project = project_page(parent)
    for name in ("Adam", "Baril"):
        application(name=name).projects.set([project])
    translate(project)
    return project


@pytest.fixture
def staff():
    return signed_in(superuser())


def chosen() -> list[list[str]]:
    return [[page.title for page in each.projects.all()] for each in Application.objects.order_by("name")]


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def delete_one(client, page):
    return said(client.post(reverse("wagtailadmin_pages:delete", args=[page.pk])))


def delete_many(client, page):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    return said(client.post(f"{address}?id={page.pk}&id={standard_page(title='Other').pk}&next=/admin/"))


@pytest.mark.parametrize("press", [delete_one, delete_many])
@pytest.mark.parametrize("whole_branch", [False, True])
def test_staff_are_told_why_a_project_stays(staff, parent, project, press, whole_branch):
    answer = press(staff, Page.objects.get(pk=(parent if whole_branch else project).pk))

    assert answer == ["Not deleted: 2 applications were received for Will to Intervene. Unpublish the page instead."]
    assert chosen() == [["Will to Intervene"], ["Will to Intervene"]]


@pytest.mark.parametrize(
    "delete",
    [
        lambda project: project.delete(),
        lambda project: Page.objects.get(pk=project.pk).delete(),
        lambda project: Page.objects.get(pk=project.get_parent().pk).delete(),
        lambda project: ProjectPage.objects.filter(pk=project.pk).delete(),
        lambda project: Page.objects.filter(pk=project.pk).delete(),
        lambda project: ProjectPage.objects.all().delete(),
    ],
)
def test_code_cannot_delete_it_either(project, delete):
    with pytest.raises(ProtectedError):
        delete(ProjectPage.objects.get(pk=project.pk))

    assert chosen() == [["Will to Intervene"], ["Will to Intervene"]]


def test_unpublishing_moving_and_deleting_the_french_take_nothing_from_an_application(staff, project):
    french = ProjectPage.objects.exclude(pk=project.pk).get()

    delete_one(staff, french)
    project.unpublish()
    project.move(standard_page(title="Earlier projects"), pos="last-child")

    assert not ProjectPage.objects.filter(pk=french.pk).exists()
    assert chosen() == [["Will to Intervene"], ["Will to Intervene"]]


def test_a_project_goes_once_its_applications_have_gone(staff, project):
    Application.objects.all().delete()

    delete_one(staff, project)

    assert not ProjectPage.objects.filter(pk=project.pk).exists()


def test_the_rows_that_were_stored_before_stay(capsys):
    call_command("sqlmigrate", "internships", "0008")

    assert [line for line in capsys.readouterr().out.splitlines() if line and not line.startswith("--")] == [
        "BEGIN;",
        "COMMIT;",
    ]
    assert "internships_application_projects" in connection.introspection.table_names()
