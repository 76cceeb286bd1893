"""Who on the staff may do what, from the first migration on."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import ModelLogEntry

from people.models import Organization
from recommendations.models import Addressee
from tests.editing import signed_in
from tests.factories.accounts import editor, user
from tests.factories.people import group_page, organization, person_page
from tests.factories.recommendations import addressee
from tests.migrations_alone import run_again, take_back

pytestmark = pytest.mark.django_db

RECORDS = {"add", "change", "delete", "view"}


def allowed(group: str, app: str, model: str) -> set[str]:
    permissions = Group.objects.get(name=group).permissions
    found = permissions.filter(content_type__app_label=app, content_type__model=model)
    return {codename.rsplit("_", 1)[0] for codename in found.values_list("codename", flat=True)}


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_editors_keep_the_records_but_not_where_gifts_go(group):
    assert allowed(group, "people", "organization") == RECORDS
    assert allowed(group, "recommendations", "addressee") == RECORDS
    assert allowed(group, "recommendations", "edition") == RECORDS
    assert allowed(group, "recommendations", "librarycatalogue") == RECORDS
    assert allowed(group, "recommendations", "progressentry") == {"add", "change", "publish", "view"}
    assert allowed(group, "recommendations", "assessmentsettings") == {"change"}
    assert allowed(group, "migs_site", "contactdetails") == {"change"}
    assert allowed(group, "donations", "donationtarget") == set()


@pytest.mark.django_db(transaction=True)
def test_what_editors_may_do_with_newer_records_goes_and_comes_with_its_migrations():
    take_back("migs_site", "0008", "0007", "0006")
    newer = ["edition", "librarycatalogue", "progressentry", "assessmentsettings"]
    assert [allowed("Editors", "recommendations", model) for model in newer] == [set()] * 4
    assert allowed("Editors", "recommendations", "addressee") == RECORDS

    run_again("migs_site", "0006", "0007", "0008")

    test_editors_keep_the_records_but_not_where_gifts_go("Editors")


def test_the_donations_group_keeps_the_targets_and_nothing_else():
    assert allowed("Donations", "donations", "donationtarget") == {"add", "change", "view"}
    assert sorted(Group.objects.get(name="Donations").permissions.values_list("codename", flat=True)) == [
        "access_admin",
        "add_donationtarget",
        "change_donationtarget",
        "choose_document",  # Wagtail gives this and the next to every group that may enter the admin
        "choose_image",
        "view_donationtarget",
    ]


def test_an_editor_changes_an_organization_and_the_change_is_logged():
    trust, staff = organization(), editor()
    form = {"name_en": "Aegis Trust", "name_fr": "", "place_en": "Britain", "place_fr": "", "slug": "aegis-trust"}

    signed_in(staff).post(f"/admin/snippets/people/organization/edit/{trust.pk}/", form | {"website": ""})

    assert Organization.objects.get().place_en == "Britain"
    logged = ModelLogEntry.objects.for_instance(trust).values_list("action", "user__email")
    assert list(logged) == [("wagtail.edit", staff.email)]


def test_an_editor_adds_an_addressee():
    form = {"name_en": "Parliament", "name_fr": "Parlement", "slug": "parliament", "kind": "legislature"}
    form |= {"jurisdiction_en": "", "jurisdiction_fr": ""}

    signed_in(editor()).post("/admin/snippets/recommendations/addressee/add/", form)

    assert list(Addressee.objects.values_list("name_en", "name_fr")) == [("Parliament", "Parlement")]


@pytest.mark.parametrize(
    ("make", "address", "name"),
    [
        (person_page, "/admin/people/", "Janice Gross Stein"),
        (group_page, "/admin/people_groups/", "Steering Committee"),
        (organization, "/admin/snippets/people/organization/", "Aegis Trust"),
        (addressee, "/admin/snippets/recommendations/addressee/", "Parliament of Canada"),
    ],
)
def test_editors_find_people_and_records_in_lists(make, address, name):
    make()

    response = signed_in(editor()).get(address)

    assert response.status_code == 200
    assert name in response.content.decode()


def test_the_lists_are_closed_to_somebody_without_a_role():
    nobody = user()

    assert signed_in(nobody).get("/admin/people/")["Location"].startswith("/admin/login/")
