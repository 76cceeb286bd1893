"""A form that is sent again, as it was or changed, is the same application."""

import pytest
from django.test import Client

from internships.models import Application
from migs_site.outbox.models import Mail
from tests.factories import internships
from tests.internships import samples
from tests.internships.forms import (
    NO_FILES,
    everything_stored,
    fetch,
    place_of,
    post,
    send,
    shown,
    upload,
    words,
)

pytestmark = pytest.mark.django_db


def test_a_form_sent_again_leads_to_the_same_page():
    internships.offer()
    soup = fetch()

    answers = [post(soup=soup), post(soup=soup), post(soup=soup, **NO_FILES), Client().post(place_of(soup))]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, place_of(soup))] * 4
    assert (everything_stored(), Mail.objects.count()) == ((1, 3, 1), 1)


def test_a_form_that_was_changed_and_sent_again_is_told_what_was_not_taken():
    internships.offer()
    soup = fetch()
    post(soup=soup)

    other = upload(samples.pdf("Other"), "other.pdf")
    response = post(soup=soup, name="\u202e", message="One\nmore.", level="doctoral", **NO_FILES | {"cv": other})

    page = shown(response)
    assert (response.status_code, words(page.h1)) == (409, "Your application had already been sent")
    assert [(words(row.dt), words(row.dd)) for row in page.select("dl.facts > div")] == [
        ("Name", "\u202e"),
        ("Level of study", "Master’s".replace("Master’s", "Doctoral")),
        ("Message", "Onemore."),
        ("CV", "other.pdf"),
    ]
    assert (Application.objects.get().name, everything_stored()) == ("Camille Tremblay", (1, 3, 1))


def test_two_people_with_equal_answers_are_two_applications():
    internships.offer()

    send()
    send()

    assert everything_stored() == (2, 6, 2)
