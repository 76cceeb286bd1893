"""Every table has its triggers or a reason to have none, and migrate sees to it beside all who read and write."""

import threading
from fnmatch import fnmatch

import psycopg
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from migs_site.base import content_triggers
from migs_site.base.content_triggers import EXCEPTIONS, SOME_CHANGES, follow_migrations, triggers_of
from tests.content_versions import execute, versions_made
from tests.databases import address_of
from tests.migrations_alone import run_again, take_back

pytestmark = pytest.mark.django_db(transaction=True)

TRIGGERS = """
    SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE tgname LIKE 'content\\_%%' AND relname NOT LIKE 'content\\_%%'
"""


def rows(query: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def tables() -> list[str]:
    return [name for [name] in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]


def installed() -> set[tuple[str, str]]:
    return set(rows(TRIGGERS.replace("%%", "%")))


def test_every_table_has_its_triggers_or_a_reason_to_have_none():
    assert installed() == {(table, name) for table in tables() for name in triggers_of(table)}
    assert {table for table, _name in installed()} == {
        table for table in tables() if not any(fnmatch(table, pattern) for pattern in EXCEPTIONS)
    }


def test_no_exception_is_left_over():
    patterns = [*EXCEPTIONS, *SOME_CHANGES]

    assert [pattern for pattern in patterns if not any(fnmatch(table, pattern) for table in tables())] == []


def test_migrate_gives_a_table_what_it_lacks_and_takes_what_it_should_not_have():
    whole = installed()
    execute(
        "DROP TRIGGER content_touch ON people_membership",
        "DROP TRIGGER content_update ON wagtailcore_page",
        "CREATE TRIGGER content_update AFTER UPDATE ON wagtailcore_page"
        " FOR EACH STATEMENT EXECUTE FUNCTION content_touch()",
        "CREATE TRIGGER content_touch AFTER UPDATE ON django_session"
        " FOR EACH STATEMENT EXECUTE FUNCTION content_touch()",
    )

    execute("UPDATE wagtailcore_page SET last_published_at = now()")

    call_command("migrate", verbosity=0, interactive=False)

    assert installed() == whole
    assert versions_made(lambda: execute("UPDATE wagtailcore_page SET locked = true")) == 0


def test_migrate_makes_a_new_version_and_asks_for_no_lock_where_all_is_there():
    with psycopg.connect(own_address()) as writer:
        writer.execute("LOCK people_membership IN ACCESS EXCLUSIVE MODE")

        assert versions_made(lambda: follow_migrations(using="default")) == 1


def own_address() -> str:
    return address_of(connection.settings_dict["NAME"])


def test_triggers_are_made_beside_readers():
    whole = installed()
    execute("DROP TRIGGER content_touch ON people_membership")

    with psycopg.connect(own_address()) as reader:
        reader.execute("SELECT count(*) FROM people_membership")
        follow_migrations(using="default")

    assert installed() == whole


def test_triggers_wait_for_who_writes_and_give_way(monkeypatch):
    whole = installed()
    execute("DROP TRIGGER content_touch ON people_membership")
    gone_by = threading.Event()
    monkeypatch.setattr(content_triggers.time, "sleep", lambda seconds: (writer.rollback(), gone_by.set()))

    with psycopg.connect(own_address()) as writer:
        writer.execute("LOCK people_membership IN ROW EXCLUSIVE MODE")
        follow_migrations(using="default")

    assert (gone_by.is_set(), installed()) == (True, whole)


def test_who_writes_for_ever_stops_migrate_with_an_error(monkeypatch):
    execute("DROP TRIGGER content_touch ON people_membership")
    monkeypatch.setattr(content_triggers, "TRIES", 1)

    with psycopg.connect(own_address()) as writer:
        writer.execute("LOCK people_membership IN ROW EXCLUSIVE MODE")
        with pytest.raises(OperationalError, match="lock timeout"):
            follow_migrations(using="default")


def test_the_tables_can_be_migrated_away_and_come_back():
    whole = installed()

    take_back("migs_site", "0017", "0016")
    follow_migrations(using="default")
    gone = installed()
    run_again("migs_site", "0016", "0017")
    follow_migrations(using="default")

    assert (gone, installed()) == (set(), whole)
