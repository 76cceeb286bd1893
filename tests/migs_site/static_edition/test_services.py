"""The edition follows the site, and says where it cannot."""

import datetime
import os
import time

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from migs_site.media_storage.names import SIGNERS
from migs_site.static_edition import comparing, services
from migs_site.static_edition.services import bring_edition_up_to_date, is_resting
from migs_site.static_edition.writing import current_facts
from tests.content_versions import execute
from tests.editing import signed_in
from tests.factories import pages
from tests.factories.accounts import editor, superuser
from tests.migs_site.static_edition.editions import key_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(services, "REST", 0)
    settings.STATIC_EDITION_DIR = str(tmp_path)
    return tmp_path


def new_version() -> None:
    """As the end of a transaction makes it that has changed what pages show."""
    execute("UPDATE content_version SET token = gen_random_uuid()")


def test_an_edition_is_made_once_for_each_version_of_the_content_and_each_day(root, monkeypatch):
    done = [bring_edition_up_to_date(), bring_edition_up_to_date()]
    new_version()
    done += [bring_edition_up_to_date(), bring_edition_up_to_date()]
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)  # noqa: DTZ011 (any other day)
    monkeypatch.setattr("migs_site.static_edition.versions.timezone.localdate", lambda: tomorrow)
    done.append(bring_edition_up_to_date())

    assert done == [True, False, True, False, True]


@pytest.mark.parametrize(("ago", "resting"), [(399, True), (401, False), (-400, False)])
def test_after_a_long_edition_the_worker_does_other_things_first(ago, resting):
    made = timezone.now() - datetime.timedelta(seconds=ago)

    assert is_resting({"made_at": made.isoformat(), "seconds": 100}) is resting


def test_where_none_is_wanted_none_is_made(settings):
    settings.STATIC_EDITION_DIR = ""

    assert bring_edition_up_to_date() is False


def test_administrators_are_told_why_there_is_no_new_edition_until_there_is_one(root, settings):
    settings.STATIC_EDITION_KEY = str(root / "none")
    told = "The copy of the site as plain files is out of date: The key"
    clients = [signed_in(user) for user in (superuser(), editor())]

    assert bring_edition_up_to_date() is False

    assert [told in client.get(reverse("attention_report")).text for client in clients] == [True, False]
    settings.STATIC_EDITION_KEY = key_in(root)
    assert bring_edition_up_to_date() is True
    assert told not in clients[0].get(reverse("attention_report")).text


def test_administrators_are_told_when_nothing_compares_any_more(root):
    told = "minutes nothing has checked whether visitors find what was published"
    clients = [signed_in(user) for user in (superuser(), editor())]
    texts = [[client.get(reverse("attention_report")).text for client in clients]]  # where it was never set up

    for minutes in (14, 60):
        comparing.write_state(root, {})
        os.utime(root / comparing.STATE, (time.time() - minutes * 60,) * 2)
        texts.append([client.get(reverse("attention_report")).text for client in clients])

    assert [[told in text for text in each] for each in texts] == [[False, False], [False, False], [True, False]]
    assert f"For 60 {told}" in texts[-1][0]


def test_the_public_half_of_the_key_has_an_address(root, settings):
    default_storage.delete(SIGNERS)
    assert Client().get("/static-edition.signers").status_code == 404
    settings.STATIC_EDITION_KEY = key_in(root)

    bring_edition_up_to_date()

    settings.STATIC_EDITION_KEY = ""  # as in the process that serves visitors
    answer = Client().get("/static-edition.signers")
    assert answer.text.startswith('edition namespaces="static-edition" ssh-ed25519 AAAA')


def test_what_cannot_be_read_is_no_current_edition(root):
    pages.standard_page()
    bring_edition_up_to_date()

    (root / "current" / "edition.json").write_text("{}")

    assert current_facts(root) == {}
    assert bring_edition_up_to_date() is True


def test_a_reason_that_a_full_disk_has_cut_off_is_still_shown(root):
    (root / services.FAILED).write_bytes("The edition cannot be written: “".encode()[:-1])

    assert services.failure().startswith("The edition cannot be written: ")
