"""Whatever is asked of an address of a student, in whatever order: an answer with a sentence, never a failure."""

import pytest
from django.test import Client

from internships.models import Application
from internships.states import State
from tests.factories import internships
from tests.internships.forms import CV, address, upload

pytestmark = pytest.mark.django_db

NAMES = ("application", "accept", "decline", "withdraw", "erase", "confirm", "files")
BODIES = [
    {},
    {
        "do": "\0",
        "seen": "\0" * 50,
        "name": "\u202e" * 500,
        "projects": ["\0", "9" * 50, "-1", "é"],
        "late_code": "x" * 999,
    },
    {
        "do": "send",
        "email": "a@b" + "c" * 300 + ".d",
        "consent": "\0",
        "level": "[[link]]",
        "shown_at": "9:9",
        "seen": ":",
    },
    {"do": "mail", "email": "\ud800".encode("utf-8", "replace"), "cv": upload(b"", "\0.pdf")},
    {"do": ["send", "save"], "cv": [upload(CV, "../../a.pdf"), upload(CV, "b\r\n.pdf")], "remarks": "x"},
]
TOKENS = ["", "x", "é\u202e", "%00", "a" * 5_000, "..", "{{ 7 }}", "[[link]]"]


@pytest.mark.parametrize("state", [State.DRAFT, State.RECEIVED, State.OFFER, State.WITHDRAWN])
def test_no_order_of_requests_makes_the_site_fail(state):
    internships.offer()
    made = internships.application(state=state) if state != State.DRAFT else internships.draft()
    places = [address(name, args=[internships.link(made)]) for name in NAMES if name != "erase"]
    places += [address("replace", args=[internships.link(made), "cv"]), address("apply") + "?code=%00%ff&code=x"]

    statuses = {Client().get(place).status_code for place in places}
    statuses |= {Client().post(place, body).status_code for place in places for body in BODIES}

    assert statuses <= {200, 302, 303, 404, 405, 409, 413}
    assert Application.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize("token", TOKENS)
def test_no_token_makes_the_site_fail(token):
    internships.offer()
    places = [f"/en/apply/{token}/{rest}" for rest in ("", "withdraw/", "replace/cv/", "answers.json", "files/")]
    places += [f"/en/apply/files/{token}/", f"/fr/candidature/{token}/"]

    statuses = {getattr(Client(), method)(place).status_code for method in ("get", "post") for place in places}

    assert statuses <= {200, 301, 302, 303, 404, 405}
