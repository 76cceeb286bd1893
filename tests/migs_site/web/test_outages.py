"""What visitors are told while the database is away, and what counts as that."""

import re

import psycopg
import pytest
from django.db import OperationalError, connection, connections
from django.test import Client
from procrastinate.exceptions import ConnectorException

from migs_site.base.outages import is_outage
from tests.migs_site.web.test_errors import sections, words


def unreachable(method: str, path: str):
    """The answer of the site while nothing listens where its database should be."""
    client = Client(raise_request_exception=False)
    port = connection.settings_dict["PORT"]
    connections.close_all()
    connection.settings_dict["PORT"] = "1"
    try:
        return client.generic(method, path)
    finally:
        connections.close_all()
        connection.settings_dict["PORT"] = port


@pytest.mark.django_db(transaction=True)
def test_a_site_without_its_database_says_when_to_come_back():
    response = unreachable("GET", "/fr/")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "120")
    assert sections(response.text) == ["fr", "en"]
    assert re.findall(r'class="button" href="(.*?)"', response.text) == ["", ""]
    assert words(response.text, "p")[2] == "Nous y travaillons. Veuillez réessayer dans quelques minutes."


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_to_a_site_without_its_database_is_still_in_the_browser():
    response = unreachable("POST", "/en/apply/")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "120")
    assert words(response.text, "p")[2:4] == [
        "We could not save what you just sent, but your browser still has it.",
        "Leave this page open and reload it in a few minutes. When your browser asks whether to send the form "
        "again, say yes.",
    ]
    assert re.findall(r'class="button"', response.text) == []


def test_an_outage_is_seen_behind_the_error_of_the_queue_and_a_mistake_of_ours_is_none():
    hidden = ConnectorException()
    hidden.__cause__ = psycopg.OperationalError("the connection is closed")
    queue_only = ConnectorException()
    queue_only.__cause__ = psycopg.ProgrammingError("no such table")

    assert [is_outage(error) for error in (hidden, queue_only, ValueError(), None)] == [True, False, False, False]


@pytest.mark.parametrize("error", [psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure])
def test_a_database_that_ended_one_of_two_writers_is_not_away(error):
    told_by_django = OperationalError("deadlock detected")
    told_by_django.__cause__ = error("deadlock detected")
    told_by_the_queue = ConnectorException()
    told_by_the_queue.__cause__ = told_by_django

    assert [is_outage(each) for each in (error(), told_by_django, told_by_the_queue)] == [False, False, False]
