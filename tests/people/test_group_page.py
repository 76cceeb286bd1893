"""Who serves, who served, and who served on a day: one page answers all three, at addresses that last."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from people.models import Membership
from tests.editing import edit, errors_of, rows, signed_in
from tests.factories.accounts import editor
from tests.factories.pages import translate
from tests.factories.people import group_page, membership, person_page

pytestmark = pytest.mark.django_db

BEFORE = "2009-09-22"


def named(*names: str):
    return [person_page(given_names="A", surname=name) for name in names]


def roster(group, query: str = ""):
    """The surnames of those who serve and of those who served, as a visitor gets them."""
    response = Client().get(f"{group.url}{query}")
    assert response.status_code == 200
    lists = response.context["memberships"], response.context["former"]
    return tuple([row.person.surname for row in rows] for rows in lists)


def test_former_members_stand_below_those_who_serve():
    group = group_page()
    present, former = named("Stein", "Méndez")
    membership(group, present)
    membership(group, former, ends_on="2012")

    assert roster(group) == (["Stein"], ["Méndez"])


def test_a_member_to_come_is_not_announced():
    group = group_page()
    membership(group, person_page(), starts_on=str(timezone.localdate().year + 1))

    assert roster(group) == ([], [])


def test_a_day_in_the_address_shows_who_served_on_it():
    group = group_page()
    stein, mendez, neve = named("Stein", "Méndez", "Neve")
    membership(group, stein, starts_on="2009", ends_on="2010")
    membership(group, mendez, starts_on="2009-09-23")
    membership(group, neve, ends_on="2009-09")

    assert roster(group, f"?on={BEFORE}") == (["Neve", "Stein"], [])
    assert roster(group, "?on=2011-01-01") == (["Méndez"], [])


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "These are the members on 22 September 2009."), ("fr", "22 septembre 2009")]
)
def test_the_page_says_whose_day_it_shows(language, sentence):
    group = group_page()
    membership(group, person_page())
    page = group if language == "en" else translate(group)

    assert sentence in Client().get(f"{page.url}?on={BEFORE}").content.decode()


def test_today_and_a_day_before_differ_once_a_membership_has_ended_in_the_admin():
    group = group_page(title="Research Steering Committee")
    stein, mendez = named("Stein", "Méndez")
    first, second = membership(group, stein), membership(group, mendez)
    today = timezone.localdate().isoformat()
    blank = {"role_en": "", "role_fr": "", "affiliation_en": "", "affiliation_fr": "", "starts_on": "", "order": ""}
    assert roster(group) == roster(group, f"?on={BEFORE}") == (["Méndez", "Stein"], [])

    response = edit(
        signed_in(editor()),
        group,
        memberships=rows(
            blank | {"id": first.pk, "person": stein.pk, "ends_on": "2020-05", "ORDER": ""},
            blank | {"id": second.pk, "person": mendez.pk, "ends_on": "", "ORDER": ""},
        ),
    )

    assert errors_of(response) == []
    assert roster(group) == (["Méndez"], ["Stein"])
    assert roster(group, f"?on={today}") == (["Méndez"], [])
    assert roster(group, f"?on={BEFORE}") == (["Méndez", "Stein"], [])


@pytest.mark.parametrize("typed", ["2009–09–22", "2009‑09‑22", "２００９-09-22", "\u200b2009-09-22 "])
def test_a_day_is_taken_as_word_processors_write_it(client, typed):
    group = group_page(confirmed_on="2010")
    membership(group, person_page(), starts_on="2009-09-22")

    assert client.get(group.url, {"on": typed}).context["on"] == "2009-09-22"


@pytest.mark.parametrize("day", ["yesterday", "2009-02-30", "22/09/2009", "%00", "9" * 500, "2009-13", "209", "२००९"])
def test_a_day_that_cannot_be_read_is_said_in_a_sentence_and_shows_today(day):
    group = group_page()
    membership(group, person_page())

    page = Client().get(f"{group.url}?on={day}")

    assert page.context["form"].errors["on"] == ["Enter a date as 2009-09-22, 2009-09 or 2009."]
    assert "Enter a date as 2009-09-22, 2009-09 or 2009." in page.content.decode()
    notice = BeautifulSoup(page.content, "html.parser").select_one("main .notice")
    assert notice.get_text(" ", strip=True) == (
        "We could not read that date, so this is the latest list. Enter the date again"
    )
    assert notice.a["href"] == "#then"
    assert roster(group, f"?on={day}") == (["Stein"], [])


def test_members_whose_first_day_is_not_known_are_owned_up_to():
    group = group_page()
    row = membership(group, person_page(), ends_on="2012")
    words = "The start date of some members is not known"
    assert words in Client().get(f"{group.url}?on={BEFORE}").content.decode()

    Membership.objects.filter(pk=row.pk).update(starts_on="2008")

    assert words not in Client().get(f"{group.url}?on={BEFORE}").content.decode()


def test_a_long_roster_has_pages(monkeypatch):
    monkeypatch.setattr("people.models.groups.MEMBERS_ON_A_PAGE", 2)
    group = group_page()
    present = named("A", "B", "C")
    former = named("D", "E")
    for person in present:
        membership(group, person)
    for person in former:
        membership(group, person, ends_on="2012")

    pages = [roster(group, f"?page={number}") for number in (1, 2, 3)]

    assert pages == [(["A", "B"], []), (["C"], ["D"]), ([], ["E"])]
    shown = Client().get(group.url).content.decode()
    assert ("3 members" in shown, 'href="?page=3#members"' in shown) == (True, True)


def test_the_affiliation_of_the_time_stands_in_the_list_and_the_standing_with_the_name():
    group = group_page()
    stein = person_page(standing="in_memoriam", affiliation="Toronto")
    membership(group, stein, affiliation_en="McGill", starts_on="2008", ends_on="2009-09")

    shown = Client().get(group.url).content.decode()

    assert [word in shown for word in ("McGill", "2008 – September 2009", "In memoriam")] == [True] * 3
