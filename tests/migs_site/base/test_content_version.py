"""Every committed change of what a page shows makes one new version of the content, and nothing else does."""

import datetime

import psycopg
import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from donations.models import DonationCount
from migs_site.link_checker.models import OutsideLink
from migs_site.models import ContactDetails
from migs_site.tasks import follow_published_page
from people.models import Membership
from tests.content_versions import execute, number, versions_made
from tests.databases import address_of
from tests.factories.accounts import editor
from tests.factories.donations import donation_target
from tests.factories.images import image
from tests.factories.link_checker import broken_link, outside_link
from tests.factories.pages import contact_details, home_page, standard_page
from tests.factories.people import group_page, membership, person_page

pytestmark = pytest.mark.django_db(transaction=True)


def own_address() -> str:
    return address_of(connection.settings_dict["NAME"])


def rename(**fields) -> None:
    Page.objects.filter(depth=2).update(**fields or {"title": "Another"})


def save_draft(page) -> None:
    page.title = "Not yet"
    page.save_revision()


def copy_in() -> None:
    copying = "COPY taggit_tag (name, slug) FROM STDIN"
    with psycopg.connect(own_address()) as beside, beside.cursor() as cursor, cursor.copy(copying) as rows_in:
        rows_in.write_row(("Rwanda", "rwanda"))


CHANGES = {
    "one page": rename,
    "a page saved": lambda: home_page().save(),
    "a page moved": lambda: standard_page().move(standard_page(title="Parent"), "last-child"),
    "plain SQL": lambda: execute("UPDATE migs_site_homepage SET headline = 'Why?'"),
    "a site": lambda: Site.objects.update(hostname="migs.example.org"),
    "a setting": contact_details,
    "a redirect": lambda: Redirect.objects.create(old_path="/old", redirect_link="/en/"),
    "rows copied in": copy_in,
    "a table emptied": lambda: execute("TRUNCATE taggit_tag CASCADE"),
    "a broken link": broken_link,
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_content_makes_a_new_version(name):
    home_page()

    assert versions_made(CHANGES[name]) > 0


def test_a_transaction_makes_one_version_however_much_it_changes():
    group = group_page()
    people = [person_page(surname=surname) for surname in ("Neve", "Stein")]

    @transaction.atomic
    def change():
        for person in people:
            membership(group, person)
            rename(title=person.title)

    assert versions_made(change) == 1
    assert versions_made(lambda: Membership.objects.all().delete()) == 1


def test_publishing_and_taking_back_make_versions():
    page = standard_page()
    revision = page.save_revision()

    assert versions_made(revision.publish) >= 1
    assert versions_made(page.unpublish) >= 1


def test_what_a_page_does_not_show_makes_none():
    page, staff, target = standard_page(), editor(), donation_target()
    link = outside_link()
    nothing = {
        "a draft": lambda: save_draft(page),
        "a lock": lambda: Page.objects.filter(pk=page.pk).update(
            locked=True, locked_by=staff, locked_at=timezone.now()
        ),
        "a donor counted": lambda: DonationCount.objects.create(target=target, day=datetime.date(2026, 5, 3)),
        "a session": lambda: SessionStore().create(),
        "a member of staff": lambda: staff.groups.add(Group.objects.first()),
        "a job": lambda: follow_published_page.defer(page_id=page.pk),
        "a link that works": lambda: OutsideLink.objects.update(last_checked_at=timezone.now()),
        "its first bad night": lambda: OutsideLink.objects.update(failures=1, failing_since=timezone.now()),
        "the list of links": lambda: (outside_link("https://b.example.org/"), link.delete()),
    }

    assert {name: versions_made(change) for name, change in nothing.items()} == dict.fromkeys(nothing, 0)


def test_what_readers_see_of_a_link_makes_a_version():
    link = broken_link()

    assert versions_made(lambda: OutsideLink.objects.update(last_checked_at=timezone.now())) == 1
    assert versions_made(lambda: OutsideLink.objects.update(is_broken=False)) == 1
    assert versions_made(lambda: OutsideLink.objects.update(is_broken=True, failures=3)) == 1
    assert versions_made(link.delete) == 1


def test_a_draft_of_a_page_that_was_made_public_without_publishing_makes_one():
    """The sitemap gives the day of its last revision."""
    page = standard_page()
    Page.objects.filter(pk=page.pk).update(last_published_at=None)

    assert versions_made(lambda: save_draft(page)) == 1


def test_what_is_taken_back_makes_no_version():
    home_page()

    @transaction.atomic
    def take_all_back():
        rename()
        transaction.set_rollback(True)

    @transaction.atomic
    def take_a_part_back():
        with transaction.atomic():
            rename()
            transaction.set_rollback(True)

    def be_refused():
        with pytest.raises(psycopg.errors.UniqueViolation), psycopg.connect(own_address()) as beside:
            beside.execute("INSERT INTO taggit_tag (name, slug) VALUES ('a', 'a'), ('a', 'a')")

    assert [versions_made(change) for change in (take_all_back, take_a_part_back, be_refused)] == [0, 0, 0]


def test_what_is_written_after_a_part_taken_back_makes_a_version():
    home_page()

    @transaction.atomic
    def change():
        with transaction.atomic():
            rename()
            transaction.set_rollback(True)
        rename(title="Kept")

    assert versions_made(change) == 1


def test_constraints_checked_at_once_make_it_early():
    home_page()

    @transaction.atomic
    def change():
        rename()
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        rename(title="Again")

    assert versions_made(change) >= 1


def test_a_migration_may_write_to_a_table_and_change_it():
    home_page()

    @transaction.atomic
    def migrate():
        execute("UPDATE wagtailcore_page SET title = title || '.'", "ALTER TABLE wagtailcore_page ADD extra integer")

    assert versions_made(migrate) == 1


def test_a_role_that_may_do_no_more_than_insert_makes_a_version():
    with psycopg.connect(own_address()) as beside:
        before = beside.execute("SELECT number FROM content_version").fetchone()[0]
        beside.execute("CREATE ROLE visitors; GRANT INSERT ON taggit_tag TO visitors; SET ROLE visitors")
        beside.execute("SET search_path = pg_temp")
        beside.execute("INSERT INTO public.taggit_tag (name, slug) VALUES ('Rwanda', 'rwanda')")
        beside.execute("SET CONSTRAINTS ALL IMMEDIATE; RESET ROLE; RESET search_path")
        after = beside.execute("SELECT number FROM content_version").fetchone()[0]
        beside.rollback()  # and with it the role, which all databases of a server share

    assert after == before + 1


def test_a_lost_row_comes_back_with_the_next_change():
    home_page()
    execute("DELETE FROM content_version")

    rename()

    assert number() == 1


def test_emptying_the_database_leaves_the_version_and_its_triggers():
    """The audit log refuses to be emptied, unless its owner has taken that away before."""
    home_page()
    execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")

    assert versions_made(lambda: call_command("flush", verbosity=0, interactive=False)) > 0
    assert versions_made(lambda: execute("INSERT INTO taggit_tag (name, slug) VALUES ('Rwanda', 'rwanda')")) == 1
    execute("ALTER TABLE audit_auditentry ENABLE TRIGGER USER")


def test_each_version_has_another_token():
    home_page()
    tokens = set()
    for title in "abc":
        rename(title=title)
        with connection.cursor() as cursor:
            cursor.execute("SELECT token FROM content_version")
            tokens.add(cursor.fetchone())

    assert len(tokens) == 3


def test_a_picture_and_a_size_of_it_make_versions():
    assert versions_made(image) >= 1
    made = image()
    assert versions_made(lambda: made.get_rendition("width-20")) >= 1


def test_contact_details_are_seen():
    contact_details()

    assert versions_made(lambda: ContactDetails.objects.update(telephone="514 848-2424")) == 1
