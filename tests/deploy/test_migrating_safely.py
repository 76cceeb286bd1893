"""Migrations of a site that is in use: real processes and a real PostgreSQL."""

import os
import subprocess
import sys
import time
from contextlib import closing

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from migs_site.management.commands import migrate_safely
from migs_site.management.commands.migrate_safely import ONE_AT_A_TIME
from tests.databases import ROOT, address_of

NEVER_FREE = "CommandError: A table was in use at each of 1 tries: nothing more was migrated. Run this again.\n"
HAS_COLUMN = "SELECT count(*) FROM pg_attribute WHERE attrelid = 'wagtailcore_page'::regclass AND attname = 'late'"


@pytest.fixture
def database(databases, migrated_template):
    name = databases.clone(migrated_template, "_migrating")
    yield address_of(name)
    databases.drop(name)


def connect(database: str):
    return closing(psycopg.connect(database, autocommit=True))


def migrating(database: str, *words: str) -> subprocess.Popen:
    environment = os.environ | {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.deploy.late.settings"}
    command = [sys.executable, "manage.py", "migrate_safely", *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True)


def wait_until(connection, question: str) -> None:
    deadline = time.monotonic() + 60
    while not connection.execute(question).fetchone()[0]:
        assert time.monotonic() < deadline, question
        time.sleep(0.05)


def test_who_reads_passes_a_migration_that_waits_and_a_second_one_waits_for_the_first(database):
    with connect(database) as slow, connect(database) as watcher, connect(database) as reader:
        slow.execute("BEGIN")
        slow.execute("SELECT count(*) FROM wagtailcore_page")
        watcher.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        first = migrating(database, "--tries=1")
        wait_until(
            watcher,
            "SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'",
        )
        second = migrating(database)
        wait_until(
            watcher,
            "SELECT count(*) = 2 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'",
        )
        watcher.execute("SELECT pg_advisory_unlock_all()")
        # Behind a plain ALTER TABLE, which waits for the slow one, this fails.
        reader.execute("SET statement_timeout = '1500ms'")
        while first.poll() is None:
            reader.execute("SELECT count(*) FROM wagtailcore_page")
        assert first.communicate()[1] == NEVER_FREE
        slow.execute("COMMIT")
        said, errors = second.communicate(timeout=60)

        assert (second.returncode, errors) == (0, "")
        assert said.endswith("OK\n")
        assert watcher.execute(HAS_COLUMN).fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_the_lock_without_end(monkeypatch):
    monkeypatch.setattr(migrate_safely, "LONGEST_QUEUE", 300)
    name = connection.settings_dict["NAME"]

    with connect(address_of(name)) as holder:
        holder.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        with pytest.raises(CommandError, match="held the lock of migrations"):
            call_command("migrate_safely")
