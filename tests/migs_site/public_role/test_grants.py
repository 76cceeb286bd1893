"""What the role of the public process may do, table by table: the whole list, which a new table or grant changes."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from migs_site.public_role.grants import FUNCTIONS, GRANTS
from migs_site.public_role.services import grant
from tests.public_role import ROLE, make_role

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).with_name("golden_table.txt")
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE")
TABLES = (
    "SELECT c.oid::regclass::text FROM pg_class AS c WHERE relnamespace = 'public'::regnamespace AND relkind IN ({})"
)
COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND has_column_privilege(%s, attrelid, attnum, %s)
ORDER BY attname
"""


def asked(question: str, *values) -> list:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return [row[0] for row in cursor.fetchall()]


def tables(kinds: str = "'r', 'p', 'v', 'm', 'f'") -> list[str]:
    return sorted(asked(TABLES.format(kinds)))


def right_to(right: str, table: str) -> str:
    """“yes” to all of a table, “-” to nothing of it, or the columns."""
    if asked("SELECT has_table_privilege(%s, %s, %s)", ROLE, table, right) == [True]:
        return right
    columns = asked(COLUMNS, table, ROLE, right) if right != "DELETE" else []
    return f"{right}({' '.join(columns)})" if columns else "-"


def golden_table() -> str:
    return "".join(f"{table}: {' '.join(right_to(right, table) for right in RIGHTS)}\n" for table in tables())


def test_each_table_is_open_to_the_role_as_the_golden_table_says():
    make_role()

    assert golden_table() == GOLDEN.read_text()


def test_nothing_else_of_a_table_is_open():
    make_role()

    more = [
        (table, right)
        for table in tables()
        for right in ("TRUNCATE", "REFERENCES", "TRIGGER")
        if asked("SELECT has_table_privilege(%s, %s, %s)", ROLE, table, right) == [True]
    ]
    sequences = [
        each
        for each in tables("'S'")
        if asked("SELECT has_sequence_privilege(%s, %s, 'USAGE, SELECT, UPDATE')", ROLE, each) == [True]
    ]
    assert (more, sequences) == ([], [])


def test_it_may_call_no_function_of_ours_but_those_that_are_listed():
    make_role()

    may_call = asked(
        "SELECT p.oid::regprocedure::text FROM pg_proc AS p WHERE pronamespace = 'public'::regnamespace"
        " AND has_function_privilege(%s, p.oid, 'EXECUTE')"
        " AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')",
        ROLE,
    )
    assert sorted(may_call) == sorted(name.replace(", ", ",") for name in FUNCTIONS)


def test_whatever_acts_for_the_owner_is_listed_or_a_trigger_and_looks_in_no_schema_of_a_session():
    found = asked(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        " AND prorettype <> 'trigger'::regtype"
    )
    unbound = asked(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        " AND NOT coalesce(proconfig::text LIKE '%%search_path=%%', false)"
    )
    listed = {name.partition("(")[0] for name in FUNCTIONS}
    assert (sorted(set(found) - listed), unbound) == (
        [],
        ["application_moves"] if "application_moves" in unbound else [],
    )


def test_every_table_with_policies_is_guarded_by_them():
    with_policies = asked("SELECT DISTINCT tablename FROM pg_policies WHERE schemaname = 'public'")
    guarded = asked("SELECT relname FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity")

    assert sorted(with_policies) == sorted(guarded) == [
        "internships_application", "internships_application_projects", "internships_applicationfile",
        "internships_applicationfilechunk", "internships_applicationlink", "internships_packedfiles",
        "internships_packedfileschunk", "internships_statechange", "outbox_mail", "rate_limits_budget",
    ]  # fmt: skip


def test_each_grant_says_why():
    assert [grant.tables for grant in GRANTS if not grant.why] == []


def test_what_is_granted_by_hand_is_taken_away_and_a_second_time_changes_nothing():
    make_role()
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT ALL ON accounts_user, wagtailcore_page TO {ROLE}")
        cursor.execute("GRANT EXECUTE ON FUNCTION internships_erase(uuid, text, bigint, text) TO PUBLIC")
    grant(ROLE)
    first = golden_table()
    grant(ROLE)

    assert first == golden_table() == GOLDEN.read_text()
    test_it_may_call_no_function_of_ours_but_those_that_are_listed()


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("", "PUBLIC_ROLE is empty: there is no role to give anything to."),
        ("nobody_at_all", "PostgreSQL has no role “nobody_at_all”: make it first (deploy/postgresql/public_role.sql)."),
        (
            "postgres",
            "The role “postgres” owns tables, is in another role or has powers of its own: make a plain one.",
        ),
    ],
)
def test_a_role_that_cannot_be_it_is_refused_with_a_sentence(role, said, settings):
    settings.PUBLIC_ROLE = role

    with pytest.raises(CommandError) as refused:
        call_command("grant_public_role")

    assert str(refused.value) == said
