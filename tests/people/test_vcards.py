"""The contact card of a person: how to reach them through the institute, and nothing of their own."""

import pytest
import vobject

from people.models import GroupPage, PersonPage
from tests.factories import pages, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def institute():
    return pages.contact_details()


def card(client, person):
    response = client.get(f"/id/{person.pk}.vcf")
    assert (response.status_code, response["Content-Type"]) == (200, "text/vcard; charset=utf-8")
    return vobject.readOne(response.text)


def a_chair() -> PersonPage:
    person = people.person_page(
        honorific="General",
        given_names="Roméo",
        surname="Dallaire",
        post_nominals="(Ret.)",
        links=[("link", {"text": "Home", "address": "https://private.example.org/"})],
    )
    people.membership(staff(), person, role_en="Chair", role_fr="Président")
    people.membership(people.group_page(title="Old Team", is_own_staff=True), person, ends_on="2009")
    people.membership(people.group_page(title="Committee of Outsiders"), person)
    return person


def staff():
    """The group of the institute's own staff."""
    return GroupPage.objects.filter(slug="staff").first() or people.group_page(
        title="Team", slug="staff", is_own_staff=True
    )


def on_staff(**fields) -> PersonPage:
    person = people.person_page(**fields)
    people.membership(staff(), person)
    return person


def test_a_card_says_how_to_reach_a_person_through_the_institute(client):
    person = a_chair()

    found = card(client, person)

    assert {
        name: sorted(line.value for line in lines) for name, lines in found.contents.items() if name not in ("n", "adr")
    } == {
        "version": ["3.0"],
        "fn": ["General Roméo Dallaire (Ret.)"],
        "org": [["Institute for Genocide Studies"]],
        "role": ["Chair, Team"],
        "tel": ["+15145550100", "+15145550199"],
        "email": ["office@example.org"],
        "url": sorted([f"http://testserver/id/{person.pk}", "https://migs.example.org/"]),
        "uid": [f"http://testserver/id/{person.pk}"],
    }
    name = found.n.value
    assert (name.family, name.given, name.prefix, name.suffix) == ("Dallaire", "Roméo", "General", "(Ret.)")
    assert found.adr.value.street == "1 Test Street, Montreal"
    assert [line.params["TYPE"] for line in found.contents["tel"]] == [["WORK", "VOICE"], ["WORK", "FAX"]]


def test_a_card_is_in_the_language_of_its_page(client):
    french = pages.translate(a_chair())

    found = card(client, french)

    assert (found.org.value, found.role.value) == (
        ["Institut d’études sur le génocide"],
        "Président, Team",
    )
    assert client.get(f"/id/{french.pk}.vcf")["Content-Language"] == "fr"


@pytest.mark.parametrize(
    ("given_names", "surname"),
    [
        ("Robin, Alex; Sam", "O’Brien, Jr.; \\n"),
        ("", "Sample"),
        ("اسم", "نموذجي"),
        ("Šam", "Ćžł" * 40),
    ],
)
def test_a_name_of_any_shape_survives(client, given_names, surname):
    found = card(client, on_staff(given_names=given_names, surname=surname, slug="person"))

    assert (found.n.value.given, found.n.value.family) == (given_names, surname)
    assert found.fn.value == f"{given_names} {surname}".strip()


def test_a_name_that_was_stored_with_a_new_line_adds_no_line_of_its_own(client):
    person = on_staff()
    PersonPage.objects.filter(pk=person.pk).update(surname="Stein\r\nTEL:+1 900 555 0000\nNOTE:\u202ex")

    found = card(client, person)

    assert found.n.value.family == "Stein TEL:+1 900 555 0000 NOTE:x"
    assert [line.value for line in found.contents["tel"]] == ["+15145550100", "+15145550199"]
    assert "note" not in found.contents


def test_a_card_leaves_out_what_the_institute_has_not_filled_in(client, institute):
    for field in ("telephone", "fax", "email", "website", "postal_address_en", "postal_address_fr"):
        setattr(institute, field, "")
    institute.save()

    assert sorted(card(client, on_staff()).contents) == ["fn", "n", "org", "role", "uid", "url", "version"]


def test_its_name_as_a_file_is_ascii(client):
    person = on_staff(given_names="Zoë", surname="Müller")

    assert client.get(f"/id/{person.pk}.vcf")["Content-Disposition"] == f'attachment; filename="person-{person.pk}.vcf"'


@pytest.mark.parametrize(
    "fields", [{"standing": "in_memoriam"}, {"standing": "emeritus", "died_on": "2009"}, {"standing": "former"}]
)
def test_a_page_links_to_the_card_but_not_of_somebody_who_has_gone(client, fields):
    here, gone = on_staff(), on_staff(surname="Neve", **fields)

    assert has_card(client, here) == (True, True)
    assert has_card(client, gone) == (False, False)


def has_card(client, person) -> tuple[bool, bool]:
    """Whether the page of a person links to their card, and whether there is one at its address."""
    return f'href="/id/{person.pk}.vcf"' in client.get(person.url).text, (
        client.get(f"/id/{person.pk}.vcf").status_code == 200
    )


def test_nobody_but_the_institute_s_own_staff_has_a_card_in_either_language(client):
    outsider, nobody, left = (people.person_page(surname=name) for name in ("Neve", "Stein", "Yarosky"))
    people.membership(people.group_page(), outsider)
    people.membership(staff(), left, ends_on="2009")
    team = on_staff(surname="Dallaire")

    for person in (outsider, nobody, left):
        assert [has_card(client, page) for page in (person, pages.translate(person))] == [(False, False)] * 2
    assert [has_card(client, page) for page in (team, pages.translate(team))] == [(True, True)] * 2


def test_no_card_is_left_when_a_group_is_no_longer_own_staff_or_off_the_site(client):
    person = on_staff()

    GroupPage.objects.update(is_own_staff=False)
    assert has_card(client, person) == (False, False)
    GroupPage.objects.update(is_own_staff=True, live=False)
    assert has_card(client, person) == (False, False)


def test_only_a_person_has_a_card(client):
    assert client.get(f"/id/{staff().pk}.vcf").status_code == 404
