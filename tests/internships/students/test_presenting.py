"""The token of a transaction, and what the database does for whoever presents it."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from internships.models import Application, ApplicationLink
from internships.models.openings import counted
from internships.states import State
from internships.students.links import hash_of, is_same_address, make_link
from internships.students.presenting import presenting
from migs_site.database_functions import call
from tests.factories import internships

ODD = ["wrong", "é", "\x00", "\ud800", "'; --", "x" * 3_000]


def presented() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('migs.token', true), '')")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_the_token_goes_with_its_transaction_however_that_ends():
    seen = []
    for token in ("one", "two"):
        with presenting(token):
            seen.append(bytes.fromhex(presented()).decode())
        seen.append(presented())
    with pytest.raises(DatabaseError), presenting("three"):
        connection.cursor().execute("SELECT 1 / 0")
    with pytest.raises(ValueError, match="ours"), presenting("four"):
        raise ValueError("ours")

    assert (seen, presented()) == (["one", "", "two", ""], "")


@pytest.mark.django_db(transaction=True)
def test_inside_another_transaction_nothing_is_presented():
    """It would stay there after its block."""
    with transaction.atomic(), pytest.raises(RuntimeError), presenting("one"):
        pass

    assert presented() == ""


@pytest.mark.django_db
@pytest.mark.parametrize("token", ODD)
def test_the_database_knows_each_token_by_the_same_hash(token):
    with presenting(token):
        assert call("internships_token_hash") == hash_of(token)
        assert call("internships_presented") is None


@pytest.mark.django_db
def test_a_token_leads_to_its_application_until_its_link_expires():
    application = internships.application()
    token = make_link(application)
    with presenting(token):
        before = call("internships_presented")

    ApplicationLink.objects.update(expires_at="2026-01-01T00:00:00Z")
    with presenting(token):
        after = call("internships_presented")

    assert (before, after) == (application.pk, None)


@pytest.mark.django_db
def test_without_a_token_the_database_refuses_to_erase():
    internships.application()

    with pytest.raises(ProgrammingError, match=r"No token was presented\."):
        call("internships_erase_presented")


@pytest.mark.django_db
@pytest.mark.parametrize("state", State.values)
def test_the_database_counts_the_places_that_python_counts(state):
    of = internships.round_of(internships.project())
    made = internships.draft() if state == State.DRAFT else internships.application(state=state)
    Application.objects.filter(pk=made.pk).update(round=of)

    assert call("internships_places_taken", of.pk) == Application.objects.filter(counted(), round=of).count()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mailed_to", "email"),
    [
        ("camille@example.org", "camille@example.org"),
        ("Camille@Example.org", "camille@example.org"),
        ("camille@example.org", "other@example.org"),
        ("É@example.org", "é@example.org"),
        ("é@example.org", "é@example.org"),
        ("strasse@example.org", "straße@example.org"),
        ("", "camille@example.org"),
    ],
)
def test_an_address_is_confirmed_by_the_link_that_it_was_mailed(mailed_to, email):
    application = internships.application(email=email)
    with presenting(make_link(application, mailed_to=mailed_to)):
        confirmed = [call("internships_confirm_address") for _time in range(2)]

    application.refresh_from_db()
    expected = is_same_address(mailed_to, email)
    assert (confirmed, application.email_confirmed_at is not None) == ([expected, False], expected)
