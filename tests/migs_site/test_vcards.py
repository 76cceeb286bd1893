"""The contact card of a person: how to reach them through the institute, and nothing of their own."""

import pytest
import vobject

from people.models import PersonPage
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
    people.membership(people.group_page(), person, role_en="Chair", role_fr="Président")
    people.membership(people.group_page(title="Old Board"), person, ends_on="2009")
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
        "role": ["Chair, Steering Committee"],
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
        "Président, Steering Committee",
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
    found = card(client, people.person_page(given_names=given_names, surname=surname, slug="person"))

    assert (found.n.value.given, found.n.value.family) == (given_names, surname)
    assert found.fn.value == f"{given_names} {surname}".strip()


def test_a_name_that_was_stored_with_a_new_line_adds_no_line_of_its_own(client):
    person = people.person_page()
    PersonPage.objects.filter(pk=person.pk).update(surname="Stein\r\nTEL:+1 900 555 0000\nNOTE:\u202ex")

    found = card(client, person)

    assert found.n.value.family == "Stein TEL:+1 900 555 0000 NOTE:x"
    assert [line.value for line in found.contents["tel"]] == ["+15145550100", "+15145550199"]
    assert "note" not in found.contents


def test_a_card_leaves_out_what_the_institute_has_not_filled_in(client, institute):
    for field in ("telephone", "fax", "email", "website", "postal_address_en", "postal_address_fr"):
        setattr(institute, field, "")
    institute.save()

    assert sorted(card(client, people.person_page()).contents) == ["fn", "n", "org", "uid", "url", "version"]


def test_its_name_as_a_file_is_ascii(client):
    person = people.person_page(given_names="Zoë", surname="Müller")

    assert client.get(f"/id/{person.pk}.vcf")["Content-Disposition"] == f'attachment; filename="person-{person.pk}.vcf"'


@pytest.mark.parametrize("fields", [{"standing": "in_memoriam"}, {"standing": "emeritus", "died_on": "2009"}])
def test_a_page_links_to_the_card_but_not_of_somebody_who_has_died(client, fields):
    alive, dead = people.person_page(), people.person_page(surname="Neve", **fields)

    assert f'href="/id/{alive.pk}.vcf"' in client.get(alive.url).text
    assert ".vcf" not in client.get(dead.url).text
    assert client.get(f"/id/{dead.pk}.vcf").status_code == 404


def test_only_a_person_has_a_card(client):
    assert client.get(f"/id/{people.group_page().pk}.vcf").status_code == 404
