"""What staff enter of a person: refused in one sentence where it cannot be right, and stored in one spelling."""

import pytest
from wagtail.test.utils.form_data import streamfield

from people.models import PersonPage
from tests.editing import create, errors_of, signed_in
from tests.factories.accounts import editor
from tests.factories.people import people_index

pytestmark = pytest.mark.django_db

HIDDEN = "This contains characters that cannot be shown. Type it again without copying."
NO_ORCID = "This is no ORCID iD: copy its sixteen figures from the person’s page on orcid.org."


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
        ({"surname": "…"}, "Write this in letters."),
        ({"orcid": "0000-0002-1825-0098"}, NO_ORCID),
        ({"orcid": "0000-0002-1825"}, NO_ORCID),
        ({"orcid": "example.org/0000-0002-1825-0097"}, NO_ORCID),
        (
            {"died_on": "1 May 2009"},
            "Write a date as 2009-09-22, or as 2009-09 or 2009 where the day or the month is not known.",
        ),
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
    ],
)
def test_an_orcid_is_stored_as_it_is_printed(typed):
    response = enter(orcid=typed)

    assert errors_of(response) == []
    assert PersonPage.objects.get().orcid == "0000-0002-1825-0097"
