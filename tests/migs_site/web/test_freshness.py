"""After each change, whoever makes it and however, the next answer of every process is right; after none is it wrong.

CHANGES=200 in the environment makes as many changes; by itself the test makes fewer.
"""

import datetime
import os
import random

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.rich_text import RichText

from migs_site.link_checker.models import OutsideLink, Problem
from migs_site.models import ContactDetails, HomePage, StandardPage
from people.merging.merge import merge_people
from people.models import PersonPage
from tests.databases import address_of
from tests.editing import edit, signed_in
from tests.factories.accounts import editor, superuser
from tests.factories.link_checker import outside_link
from tests.factories.pages import contact_details, home_page, standard_page, translate
from tests.factories.people import group_page, membership, people_index, person_page
from tests.migs_site.web.visitors import NEVER, Visitor, Watch
from tests.web_server import Server

pytestmark = pytest.mark.django_db(transaction=True)

CHANGES = int(os.environ.get("CHANGES", "36"))
LINK = "https://linked.example.org/"


class Changes:
    """The ways in which a site changes. Each says what stands then at an address: a status, and words in the page."""

    def __init__(self):
        contact_details(acronym="pair0.")
        self.home, self.pair, self.newest = home_page(), 0, 0
        HomePage.objects.update(headline="pair0.")
        body = [("text", RichText(f'<p><a href="{LINK}">Elsewhere</a></p>'))]
        self.about, self.linking = standard_page(slug="about"), standard_page(slug="linking", body=body)
        self.french, self.leaving = translate(self.about), standard_page(slug="leaving")
        self.link, self.group = outside_link(LINK, next_check_at=timezone.now()), group_page(slug="team")
        membership(self.group, person_page(surname="Lasting"))
        self.staff, self.root, self.number = signed_in(editor()), superuser(), 0

    def word(self) -> str:
        self.number += 1
        return f"word{self.number}."

    def by_an_editor(self):
        word = self.word()
        assert edit(self.staff, StandardPage.objects.get(pk=self.about.pk), introduction=word).status_code == 302
        return self.about.url, 200, word

    def in_bulk(self):
        word = self.word()
        StandardPage.objects.filter(pk=self.about.pk).update(introduction=word)
        return self.about.url, 200, word

    def by_a_shell(self):
        word = self.word()
        command = f"from people.models import *; GroupPage.objects.update(introduction='{word}')"
        call_command("shell", "--no-imports", command=command)
        return self.group.url, 200, word

    def by_plain_sql(self):
        word = self.word()
        with psycopg.connect(address_of(connection.settings_dict["NAME"])) as beside:
            beside.execute("UPDATE wagtailcore_page SET title = %s WHERE id = %s", [word, self.about.pk])
        return self.about.url, 200, word

    def of_two_tables_at_once(self):
        self.pair += 1
        with transaction.atomic():
            HomePage.objects.update(headline=f"pair{self.pair}.")
            ContactDetails.objects.update(acronym=f"pair{self.pair}.")
        self.newest = self.pair
        return self.home.url, 200, f"pair{self.pair}."

    def of_a_translation(self):
        french, word = StandardPage.objects.get(pk=self.french.pk), self.word()
        french.introduction = word
        french.save_revision().publish()
        return french.url, 200, word

    def by_schedule(self):
        about, word = StandardPage.objects.get(pk=self.about.pk), self.word()
        about.introduction = word
        about.go_live_at = timezone.now() - datetime.timedelta(minutes=1)
        revision = about.save_revision(approved_go_live_at=about.go_live_at)
        assert revision.approved_go_live_at
        call_command("publish_scheduled")
        return about.url, 200, word

    def of_a_link(self):
        is_broken = not OutsideLink.objects.get(pk=self.link.pk).is_broken
        since = {"failures": 3, "failing_since": timezone.now(), "problem": Problem.NOT_FOUND}
        mended = {"failures": 0, "failing_since": None, "problem": ""}
        OutsideLink.objects.filter(pk=self.link.pk).update(is_broken=is_broken, **(since if is_broken else mended))
        return self.linking.url, 200, "dead-link" if is_broken else "Elsewhere</a></p>"

    def by_leaving_and_coming_back(self):
        page = Page.objects.get(pk=self.leaving.pk)
        Page.objects.filter(pk=page.pk).update(live=not page.live)
        return page.url, 404 if page.live else 200, ""

    def of_an_address(self):
        path = f"/en/old-{self.word()}/"
        Redirect.objects.create(old_path=path.rstrip("/"), redirect_link="/en/about/")
        return path, 301, ""

    def by_a_merge(self):
        source, target = (person_page(given_names=self.word(), surname="Twice") for _each in range(2))
        address = source.url
        merge_people(source=source, target=PersonPage.objects.get(pk=target.pk), fill=[], user=self.root)
        return address, 301, ""

    def taken_back(self):
        with transaction.atomic():
            StandardPage.objects.update(introduction=NEVER)
            ContactDetails.objects.update(acronym=NEVER)
            transaction.set_rollback(True)
        return self.about.url, 200, ""

    def taken_back_in_part(self):
        word = self.word()
        with transaction.atomic():
            with transaction.atomic():
                StandardPage.objects.update(introduction=NEVER)
                transaction.set_rollback(True)
            StandardPage.objects.filter(pk=self.about.pk).update(introduction=word)
        return self.about.url, 200, word


WAYS = [name for name in vars(Changes) if not name.startswith("_") and name != "word"]


@pytest.fixture
def ports(static_dir, tmp_path):
    """Those of two web processes on the database of this test."""
    settings = {"DATABASE_URL": address_of(connection.settings_dict["NAME"]), "STATIC_DIR": str(static_dir)}
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    servers = [Server(folder, "--workers=1", **settings) for folder in folders]
    yield [server.until_ready().port for server in servers]
    for server in servers:
        server.end()


def test_every_process_answers_every_change_at_once(ports):
    changes, order = Changes(), random.Random(12)  # noqa: S311 (the same each time)
    paths = [page.url for page in (changes.home, changes.about, changes.french, changes.group, people_index())]
    watches = [Watch(port, paths, lambda: changes.newest) for port in ports]
    visitors = [Visitor(port) for port in ports]
    wrong = []

    for watch in watches:
        watch.start()
    try:
        for number in range(CHANGES):
            way = WAYS[number] if number < len(WAYS) else order.choice(WAYS)
            path, status, words = getattr(changes, way)()
            for visitor in order.sample(visitors, len(visitors)):
                answer = visitor.get(path)
                if answer[0] != status or words not in answer[1] or NEVER in answer[1]:
                    wrong.append((number, way, path, answer[0]))
    finally:
        for watch in watches:
            watch.stop()

    assert (wrong, [watch.faults for watch in watches]) == ([], [[], []])
    assert min(watch.visits for watch in watches) > CHANGES
