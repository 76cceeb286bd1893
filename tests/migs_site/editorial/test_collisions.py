"""What the database refuses in the admin: a collision is told in a sentence, anything else is an error of ours."""

import logging

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.db import connection, transaction
from django.db.models import ProtectedError, RestrictedError
from django.test import RequestFactory

from migs_site.web.middleware import CollisionMiddleware
from tests.factories.people import group_page, membership, person_page

pytestmark = pytest.mark.django_db

TABLES = """
CREATE TEMPORARY TABLE others (id integer PRIMARY KEY);
CREATE TEMPORARY TABLE refusing (
    code integer UNIQUE, name text NOT NULL, positive integer CHECK (positive > 0),
    other integer REFERENCES others, days daterange, EXCLUDE USING gist (days WITH &&)
);
INSERT INTO refusing VALUES (1, 'a', 1, NULL, '[2010-01-01,2011-01-01)');
"""
COLLISIONS = [
    "INSERT INTO refusing (code, name) VALUES (1, 'b')",
    "INSERT INTO refusing (name, positive) VALUES ('b', -1)",
    "INSERT INTO refusing (name, other) VALUES ('b', 7)",
    "INSERT INTO refusing (name, days) VALUES ('b', '[2010-06-01,2012-01-01)')",
    "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$",  # a deadlock
    "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$",  # what was read has changed
]
ERRORS_OF_OURS = ["INSERT INTO refusing (code) VALUES (2)", "SELECT 'a'::integer", "SELECT 1 / 0", "SELECT nothing"]


def raised_by(statement: str) -> Exception:
    """What Django raises when the database refuses a statement."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        with pytest.raises(Exception) as raised, transaction.atomic():  # noqa: PT011 (any)
            cursor.execute(statement)
    return raised.value


def answer(error: Exception, path: str = "/admin/people/") -> tuple:
    """What the middleware answers, and says."""
    request = RequestFactory().post(path)
    request.session = SessionStore()
    request._messages = FallbackStorage(request)
    response = CollisionMiddleware(lambda request: None).process_exception(request, error)
    return response and response.url, [str(message) for message in get_messages(request)]


@pytest.mark.parametrize("statement", COLLISIONS)
def test_a_collision_is_told_and_logged_with_its_traceback(statement, caplog):
    error = raised_by(statement)

    assert answer(error) == (
        "/admin/people/",
        ["Someone else made a change here at the same time. Check it, then save again."],
    )
    [record] = caplog.records
    assert (record.levelno, record.exc_info[1]) == (logging.WARNING, error)


@pytest.mark.parametrize("statement", ERRORS_OF_OURS)
def test_any_other_error_of_the_database_is_an_error(statement, caplog):
    assert answer(raised_by(statement)) == (None, [])
    assert caplog.records == []


@pytest.mark.parametrize("kind", [ProtectedError, RestrictedError])
def test_what_django_refuses_to_delete_is_no_collision(kind):
    row = membership(group_page(), person_page())

    assert answer(kind("still named", {row})) == (None, [])


def test_a_collision_of_visitors_is_an_error():
    assert answer(raised_by(COLLISIONS[0]), "/en/apply/") == (None, [])
