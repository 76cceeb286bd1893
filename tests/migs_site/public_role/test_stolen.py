"""Somebody has stolen the public process: the role's own connection, with one token, tries what it likes."""

import psycopg
import pytest
from django.db import connection

from internships.models import Application
from internships.students.links import make_link
from migs_site.audit.models import reference_to
from tests.factories import internships, outbox
from tests.migs_site.public_role import tries
from tests.public_role import address_of_role, make_role

pytestmark = pytest.mark.django_db(transaction=True)


class Thief:
    """A connection of the role. Each try is taken back."""

    def __init__(self, names: dict[str, str], token: str):
        self.names, self.token = names, token
        self.connection = psycopg.connect(address_of_role(connection.settings_dict["NAME"]), autocommit=True)

    def tries(self, statement: str, token: str | None = None) -> str | int:
        """The error's SQLSTATE, or how many rows were found or changed."""
        asked = statement.format(**self.names).replace("%%", "%")
        presented = (self.token if token is None else token).encode().hex()
        try:
            with self.connection.transaction(force_rollback=True), psycopg.ClientCursor(self.connection) as cursor:
                cursor.execute("SELECT set_config('migs.token', %s, true)", [presented])
                cursor.execute(asked)
                return cursor.rowcount
        except psycopg.Error as error:
            self.said = str(error)
            return error.sqlstate or str(error)


@pytest.fixture
def thief():
    make_role()
    project = internships.project()
    own, theirs = internships.application(name="Own"), internships.application(name="Other", email="other@example.org")
    theirs.projects.set([project])
    for application in (own, theirs):
        outbox.sent_mail(f"internships.received:{application.pk}", about=reference_to(application))
        outbox.sent_mail(f"internships.new:{application.pk}", about=reference_to(application))
        outbox.mail(f"internships.receipt:{application.pk}", about=reference_to(application))
    internships.late_code(internships.round_of(project))
    names = {"own": own.pk, "theirs": theirs.pk, "their_file": theirs.files.first().pk}
    thief = Thief({name: str(value) for name, value in names.items()}, make_link(own))
    yield thief
    thief.connection.close()


def test_what_a_thief_tries(thief, subtests):
    """Together, since each test that stores for others to see makes the database anew."""
    for check in (
        what_is_refused,
        of_what_is_hidden_nothing_is_read_or_written,
        what_is_somebody_elses_is_as_if_it_were_not_there,
        without_a_token_every_question_about_applications_fails,
        with_a_wrong_token_there_is_nothing,
        no_error_tells_of_other_rows,
        what_a_thief_can_do_all_the_same,
        the_number_of_mails_has_a_bound,
        a_link_that_nobody_was_mailed_confirms_no_address,
    ):
        with subtests.test(check.__name__):
            check(thief)


def what_is_refused(thief):
    said = {statement: thief.tries(statement) for statement in tries.REFUSED}

    assert said == tries.REFUSED
    assert (Application.objects.count(), len(said)) == (2, 77)


def of_what_is_hidden_nothing_is_read_or_written(thief):
    said = {
        (table, verb): thief.tries(f"{verb} {table}")
        for table in tries.HIDDEN
        for verb in ("SELECT 1 FROM", "DELETE FROM")
    }

    assert {each for each, code in said.items() if code != tries.DENIED} == set()


def what_is_somebody_elses_is_as_if_it_were_not_there(thief):
    said = {statement: thief.tries(statement) for statement in tries.AS_IF_NOT_THERE}

    assert said == tries.AS_IF_NOT_THERE


def without_a_token_every_question_about_applications_fails(thief):
    # An empty table is not asked about its rows, and refuses nothing.
    tables = ["application", "applicationlink", "application_projects", "applicationfile", "statechange"]

    said = {table: thief.tries(f"TABLE internships_{table}", token="") for table in tables}

    assert set(said.values()) == {tries.DENIED}
    assert "No token was presented." in thief.said
    assert thief.tries("DELETE FROM internships_applicationfile", token="") == tries.DENIED
    assert thief.tries("SELECT internships_erase_presented()", token="") == tries.DENIED


def with_a_wrong_token_there_is_nothing(thief):
    assert thief.tries("SELECT 1 FROM internships_application", token="wrong") == 0


def no_error_tells_of_other_rows(thief):
    """A cast in a condition fails at the first row that it sees, and the error quotes it."""
    assert thief.tries("SELECT 1 FROM internships_application WHERE name::int = 1") == "22P02"
    assert '"Own"' in thief.said
    assert thief.tries("SELECT 1 FROM internships_application WHERE name <> 'Own' AND name::int = 1") == 0


def what_a_thief_can_do_all_the_same(thief):
    failed = {statement: said for statement in tries.POSSIBLE if isinstance(said := thief.tries(statement), str)}

    assert failed == {}


def the_number_of_mails_has_a_bound(thief):
    flood = "SELECT internships_ask_for_links(number || '@example.org') FROM generate_series(1, {0}) AS number"

    assert thief.tries(flood.replace("{0}", "2490")) == 2490
    assert thief.tries(flood.replace("{0}", "2501")) == "54000"  # program_limit_exceeded


def a_link_that_nobody_was_mailed_confirms_no_address(thief):
    assert thief.tries("SELECT 1 WHERE internships_confirm_address()") == 0
