"""What the log leaves out: addresses that are keys, and what is somebody’s own."""

import logging
import sys

import pytest
from django.db import IntegrityError, connection, transaction

from migs_site.web.logs import Private
from tests.factories import internships

TOKEN = "Mq3vW0sYB1n-KkR8e_TzUoVb5C2hXdJ7gLpA4fQ6iNty"
RESET = "/admin/password_reset/confirm/MQabcdef/d4k2zz-0123456789abcdef0123456789abcdef/"


def written(message: str, *args, exc_info=None) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, exc_info)
    return Private(fmt="{message}", style="{").format(record)


@pytest.mark.parametrize("end", ["", "/", "/erase/", "?x=1", "./", ").", "%3E", "%22/", ",", "”", ">", "'"])
def test_the_token_of_an_application_is_not_written_whatever_came_after_it_in_a_mail(end):
    assert written("%s: %s", "Not Found", f"/en/apply/{TOKEN}{end}") == f"Not Found: /en/apply/…{end}"


@pytest.mark.parametrize("start", ["<", "“", '("'])
def test_nor_whatever_came_before_it(start):
    assert written("Not Found: %s", f"/en/apply/{start}{TOKEN}") == f"Not Found: /en/apply/{start}…"


def test_a_token_without_a_digit_is_one_as_well():
    """One in 1,800 has none."""
    token = "".join(letter for letter in TOKEN if not letter.isdigit()) + "AbCdEfGhIj"

    assert written("Not Found: %s", f"/fr/candidature/{token}/") == "Not Found: /fr/candidature/…/"


def test_the_token_of_a_new_password_is_not_written():
    assert written("Not Found: %s", RESET) == "Not Found: /admin/password_reset/confirm/MQabcdef/…/"


@pytest.mark.parametrize(
    "said", ["/en/recommendations/will-to-intervene-2009-09/", "/static/css/index.3f2a1b0c9d8e.css"]
)
def test_other_addresses_are_written_as_they_are(said):
    assert written("Not Found: %s", said) == f"Not Found: {said}"


def test_a_job_that_failed_is_written_without_the_address_it_was_about():
    """As Procrastinate names it."""
    job = "Job internships.tasks.mail_lost_links[7](email='zoé+x@mail.example.org') ended with status: Error"

    assert written(job) == job.replace("zoé+x@mail.example.org", "…@…")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"institution": None}, "DETAIL:  Failing row contains (…"),
        ({"reference": "K7QX-39TM"}, "DETAIL:  Key (…"),
    ],
)
def test_what_the_database_refused_is_not_written_with_the_row(change, said):
    internships.application(reference="K7QX-39TM")
    application = internships.draft(name="Zoë Secret")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            [(column, value)] = change.items()
            cursor.execute(
                f"UPDATE internships_application SET {column} = %s WHERE id = %s",  # noqa: S608 (our own)
                [value, application.pk],
            )
    except IntegrityError:
        found = written("Internal Server Error: %s", "/x", exc_info=sys.exc_info())

    assert (said in found, "Zoë" in found, "K7QX" in found) == (True, False, False)
