"""Who changes content does not wait for others who do, and never in a circle."""

import hashlib
import os
import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection, transaction
from wagtail.models import Page

from people.models import Membership, PersonPage
from people.rosters.importing import NameDecision, import_roster
from people.rosters.names import PersonName
from tests.content_versions import execute, number
from tests.databases import address_of
from tests.factories.accounts import superuser
from tests.factories.pages import contact_details, standard_page
from tests.factories.people import group_page, person_page
from tests.waiting import WAITING, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

HALF_A_SECOND = "SET lock_timeout = '500ms'"
PEOPLE = int(os.environ.get("PEOPLE", "15"))  # of each of two imports; 100 is as many as one may make


def own_connection() -> psycopg.Connection:
    return psycopg.connect(address_of(connection.settings_dict["NAME"]))


def until_somebody_waits() -> None:
    with own_connection() as watcher:
        watcher.autocommit = True
        wait_until(lambda: watcher.execute(WAITING).fetchone() != (0,))


def two_who_need_the_same_page(group, person) -> None:
    """An import has locked a person; somebody adds a membership of that person, whose foreign key waits for the lock at
    the commit, and then the import comes to its end."""
    add = """
        INSERT INTO people_membership
            (group_id, person_id, role_en, role_fr, affiliation_en, affiliation_fr, starts_on, ends_on)
        VALUES (%s, %s, '', '', '', '', '', '')
    """
    with own_connection() as importing, own_connection() as adding, ThreadPoolExecutor() as beside:
        importing.execute("SELECT 1 FROM people_personpage WHERE page_ptr_id = %s FOR UPDATE", [person.pk])
        adding.execute("UPDATE migs_site_homepage SET headline = 'First'")  # whose version is then first in the queue
        adding.execute(add, [group.pk, person.pk])
        added = beside.submit(adding.commit)
        until_somebody_waits()
        importing.execute("UPDATE people_personpage SET surname = 'Kept'")
        importing.commit()
        added.result()


def test_an_import_and_an_editor_never_wait_in_a_circle():
    group, person = group_page(), person_page()
    before = number()

    two_who_need_the_same_page(group, person)

    assert (number() - before, Membership.objects.count()) == (2, 1)


def test_in_the_first_round_of_the_commit_they_would():
    """What the second round is for: the same with a version that is renewed at once ends one of the two."""
    group, person = group_page(), person_page()
    execute(
        "CREATE OR REPLACE FUNCTION content_raise() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " UPDATE content_version SET number = number + 1; RETURN NULL; END $$"
    )

    with pytest.raises(psycopg.errors.DeadlockDetected):
        two_who_need_the_same_page(group, person)


def impatient(work) -> int:
    """Do some work again and again until told to stop, with at most half a second for each lock; how often."""
    execute(HALF_A_SECOND)
    try:
        return work()
    finally:
        connection.close()


def test_two_editors_do_not_wait_for_an_import():
    contact_details()
    pages = [standard_page(slug=slug, title=slug) for slug in ("one", "two")]
    groups, root, over = [group_page(title=title) for title in ("A", "B")], superuser(), threading.Event()

    def publish(page):
        done = 0
        while not over.is_set():
            page.introduction = f"Time {done}."
            page.save_revision().publish()
            done += 1
        return done

    with ThreadPoolExecutor() as beside:
        editors = [beside.submit(impatient, lambda page=page: publish(page)) for page in pages]
        try:
            for group in groups:
                roster(group, root)
        finally:
            over.set()
        published = [each.result() for each in editors]

    assert min(published) > 3
    assert PersonPage.objects.count() == Membership.objects.count() == len(groups) * PEOPLE


def roster(group, user) -> None:
    """Import a list of new people into a group, in one transaction."""
    words = [unlike(f"{group.title}{place}") for place in range(PEOPLE)]
    names = [PersonName(given_names=word[:8].capitalize(), surname=word[8:18].capitalize()) for word in words]
    decisions = [NameDecision(line=line, name=name) for line, name in enumerate(names, start=1)]
    import_roster(group=group, terms=Membership(), decisions=decisions, user=user)


def unlike(text: str) -> str:
    """Letters that are like those of no other text, so that no two names are taken for one person's."""
    return hashlib.sha256(text.encode()).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))


def test_a_process_that_is_killed_in_its_commit_leaves_all_or_nothing():
    page = standard_page()
    before = number()

    with own_connection() as killed:
        pid = killed.info.backend_pid
        killed.execute("UPDATE wagtailcore_page SET title = 'Lost' WHERE id = %s", [page.pk])
        killed.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the version is renewed, and not committed
        execute(f"SELECT pg_terminate_backend({pid})")
        with pytest.raises(psycopg.OperationalError):
            killed.execute("COMMIT")

    assert (number(), Page.objects.get(pk=page.pk).title) == (before, page.title)
    with transaction.atomic():
        Page.objects.filter(pk=page.pk).update(title="Kept")
    assert number() == before + 1
