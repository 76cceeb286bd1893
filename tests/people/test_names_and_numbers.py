"""What staff enter of a person: refused in one sentence where it cannot be right, and stored in one spelling."""

import pytest
from wagtail.test.utils.form_data import streamfield

from people.models import PersonPage
from tests.editing import create, errors_of, signed_in
from tests.factories.accounts import editor
from tests.factories.people import people_index

pytestmark = pytest.mark.django_db

HIDDEN = "This contains characters that cannot be displayed. Type it in instead of pasting it."
NO_DATE = "Enter a date as 2009-09-22, or as 2009-09 or 2009 if the day or month is not known."
NO_ORCID = "Enter a valid ORCID iD: the 16 digits shown on the person’s page on orcid.org."


def enter(**fields):
    fields = {"given_names": "Janice Gross", "surname": "Stein"} | fields
    return create(signed_in(editor()), PersonPage, people_index(), links=streamfield([]), **fields)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"surname": "Stein\x00"}, "Null characters are not allowed."),
        ({"surname": "Stein\u202e"}, HIDDEN),
        ({"given_names": "Janice\u2066"}, HIDDEN),
        ({"surname": "S" * 500}, "Ensure this value has at most 120 characters (it has 500)."),
        ({"surname": "…"}, "Use letters or digits."),
        ({"surname": "Stein\uf0a7"}, HIDDEN),
        ({"surname": "St\ufffdin"}, HIDDEN),
        ({"orcid": "0000-0002-1825-0098"}, NO_ORCID),
        ({"orcid": "0000-0002-1825"}, NO_ORCID),
        ({"orcid": "example.org/0000-0002-1825-0097"}, NO_ORCID),
        ({"orcid": "https://orcid.org/0000-0002-1825-0098?" + "x" * 150}, NO_ORCID),
        ({"died_on": "1 May 2009"}, NO_DATE),
        ({"died_on": "on the 22nd of September 2009"}, NO_DATE),
    ],
)
def test_what_cannot_be_right_is_refused_in_one_sentence(fields, sentence):
    response = enter(**fields)

    assert errors_of(response) == [sentence]
    assert PersonPage.objects.count() == 0


@pytest.mark.parametrize(
    "typed",
    [
        "0000-0002-1825-0097",
        "0000 0002 1825 0097",
        "https://orcid.org/0000-0002-1825-0097",
        "orcid.org/0000000218250097",
        "https://orcid.org/0000-0002-1825-0097/",
        "https://www.orcid.org/0000-0002-1825-0097?lang=fr",
        "ORCID iD: 0000-0002-1825-0097",
        "iD https://orcid.org/0000-0002-1825-0097",
        "ORCID: https://orcid.org/0000-0002-1825-0097",
        "(https://orcid.org/0000-0002-1825-0097).",
        "<https://orcid.org/0000-0002-1825-0097>,",
        "0000\u20110002\u20111825\u20110097",
        " 0000-0002-1825-0097\u200b ",
    ],
)
def test_an_orcid_is_stored_as_it_is_printed(typed):
    response = enter(orcid=typed)

    assert errors_of(response) == []
    assert PersonPage.objects.get().orcid == "0000-0002-1825-0097"


def test_names_are_stored_in_plain_letters():
    response = enter(given_names=" Jeﬀrey\u00a0 B. ", surname="Wolﬀ\u00ad", honorific="Ｄｒ", affiliation="The Oﬃce")

    person = PersonPage.objects.get()
    assert errors_of(response) == []
    assert (person.title, person.honorific, person.affiliation) == ("Jeffrey B. Wolff", "Dr", "The Office")


def test_a_name_is_tidied_before_its_length_is_judged():
    response = enter(surname="S" * 119 + "\u200b" * 50 + "n")

    assert errors_of(response) == []
    assert PersonPage.objects.get().surname == "S" * 119 + "n"


def test_a_day_is_taken_with_the_hyphens_of_word_processors():
    response = enter(died_on="2009\u201109\u201322 ")

    assert errors_of(response) == []
    assert PersonPage.objects.get().died_on == "2009-09-22"


@pytest.mark.parametrize(
    ("given_names", "surname", "slug"),
    [
        ("Œdipe", "Lœvenbruck", "oedipe-loevenbruck"),
        ("Đorđe", "Æbelø", "dorde-aebelo"),
        ("Łukasz", "Strauß", "lukasz-strauss"),
        ("Lê", "Đức", "le-duc"),
        ("Þór", "Ðavíð", "thor-david"),
        ("Иван", "Петров", "ivan-petrov"),
    ],
)
def test_the_address_of_a_person_keeps_every_letter(given_names, surname, slug):
    enter(given_names=given_names, surname=surname)

    assert PersonPage.objects.get().slug == slug


@pytest.mark.parametrize(
    ("given_names", "surname", "title", "sort_name"),
    [("明", "王", "王明", "王明"), ("Ming", "Wang", "Wang Ming", "Wang Ming"), ("", "王", "王", "王")],
)
def test_a_family_name_may_come_first(given_names, surname, title, sort_name):
    enter(given_names=given_names, surname=surname, family_name_first="on")

    person = PersonPage.objects.get()
    assert (person.title, person.sort_name, person.sort_key) == (title, sort_name, sort_name.casefold())
