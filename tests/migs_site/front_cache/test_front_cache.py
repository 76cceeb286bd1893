"""What web machines are told: which addresses, who writes them down, and what becomes of a machine that is off."""

import datetime
import socket
import time

import pytest
from django.db import connection
from django.db.models.functions import Now
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from migs_site.front_cache import backends
from migs_site.front_cache.addresses import addresses_of, changed_addresses, every_address
from migs_site.front_cache.triggers import follow_front_caches
from migs_site.worker import lanes
from tests.factories import pages, recommendations
from tests.factories.images import image, photograph_file

NAMED_BY_TRIGGERS = ("withdraw", "withdraw_pictures", "withdraw_redirects", "refresh_changed_pages")
BACKEND = "migs_site.front_cache.backends.FrontCache"


@pytest.fixture
def told(db, settings):
    """Triggers as where one machine is named; jobs that there were are forgotten."""
    settings.FRONT_CACHES = ["http://127.0.0.1:1"]
    follow_front_caches("default")
    yield
    settings.FRONT_CACHES = []
    follow_front_caches("default")


def jobs(name: str) -> list[dict]:
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")  # as at the commit
    task_name = f"migs_site.front_cache.tasks.{name}"
    return [job.args for job in ProcrastinateJob.objects.filter(task_name=task_name, queue_name="front").order_by("id")]


def place(page: Page) -> list:
    return [page.pk, page.content_type_id, page.locale_id, page.url_path]


def test_sizes_of_a_picture_that_are_deleted_are_written_down(told):
    picture = image(file=photograph_file((60, 80)))
    made = [picture.get_rendition(f"max-{size}x{size}").file.name for size in (20, 40)]
    assert jobs("withdraw_pictures") == []

    picture.delete()

    assert [sorted(job["files"]) for job in jobs("withdraw_pictures")] == [sorted(made)]


def test_each_change_that_takes_an_address_away_writes_down_which(told):
    above = pages.standard_page(slug="above")
    below = pages.standard_page(slug="below", parent=above)
    draft = pages.standard_page(slug="draft", live=False)
    there = [place(above), place(below)]

    draft.delete()
    above.title = "The same address"
    above.save_revision().publish()
    assert jobs("withdraw") == []

    above.slug = "renamed"
    above.save()
    Page.objects.filter(pk=below.pk).update(live=False)
    assert jobs("withdraw") == [
        {"pages": there[:1]},
        {"pages": there[1:]},
        {"pages": [place(Page.objects.get(pk=below.pk))]},
    ]

    above.refresh_from_db()
    was = place(above)
    above.delete()
    assert jobs("withdraw")[3:] == [{"pages": [was]}]


def test_any_change_of_what_pages_show_has_them_asked_for_once(told):
    pages.contact_details()
    pages.standard_page()

    assert jobs("refresh_changed_pages") == [{}]


def test_an_address_that_leads_elsewhere_from_now_on_is_written_down(told):
    redirect = Redirect.objects.create(old_path="/en/old", redirect_link="https://example.org/")
    redirect.redirect_link = "https://example.net/"
    redirect.save()
    redirect.old_path = "/en/older"
    redirect.save()
    redirect.delete()

    assert [sorted(job["paths"]) for job in jobs("withdraw_redirects")] == [
        ["/en/old/"],
        ["/en/old/"],
        ["/en/old/", "/en/older/"],
        ["/en/older/"],
    ]


def test_nothing_is_written_down_where_no_machine_is_named(db):
    page = pages.standard_page()

    page.unpublish()

    assert (jobs("withdraw"), jobs("refresh_changed_pages")) == ([], [])


def test_a_page_was_at_its_own_address_at_its_permanent_one_and_at_what_hung_on_it(db):
    progress = recommendations.progress_page()
    slug = recommendations.addressee().slug
    french = pages.translate(pages.standard_page(slug="about"), {"About us": "À propos"})

    assert addresses_of([place(progress), place(french), [7, 0, 0, "/elsewhere/"]]) == [
        progress.url,
        f"{progress.url}csv/",
        f"{progress.url}json/",
        f"{progress.url}changes/",
        f"{progress.url}addressees/{slug}/",
        f"{progress.url}addressees/{slug}/changes/",
        f"/id/{progress.pk}",
        french.url,
        f"/id/{french.pk}",
        "/id/7",
    ]


def test_what_was_just_published_is_asked_for_first_and_then_what_stands_above_it(db):
    about = pages.standard_page(slug="about")
    pages.standard_page(slug="old", title="Old")
    Page.objects.update(last_published_at=Now() - datetime.timedelta(minutes=3))
    team = pages.standard_page(slug="team", parent=about)
    team.save_revision().publish()

    assert changed_addresses() == ["/en/about/team/", "/en/", "/en/about/", "/en/", "/fr/", "/sitemap.xml"]
    assert sorted(every_address()) == ["/en/", "/en/about/", "/en/about/team/", "/en/old/", "/fr/", "/sitemap.xml"]


def test_files_feeds_and_lists_that_name_pages_are_asked_for_with_every_change(db):
    progress = recommendations.progress_page()
    slug = recommendations.addressee().slug
    below = ["csv/", "json/", "changes/", f"addressees/{slug}/", f"addressees/{slug}/changes/"]

    for found in (changed_addresses(), every_address()):
        assert found[-6:] == ["/sitemap.xml", *(progress.url + part for part in below)]

    progress.unpublish()
    assert changed_addresses()[-1] == "/sitemap.xml"


def closed() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


def test_machines_that_are_off_or_hang_are_not_waited_for_one_after_the_other(settings):
    with socket.create_server(("127.0.0.1", 0)) as hanging, socket.create_server(("127.0.0.1", 0)) as refusing:
        addresses = [closed(), *(f"http://127.0.0.1:{server.getsockname()[1]}" for server in (hanging, refusing))]
        settings.WAGTAILFRONTENDCACHE = {each: {"BACKEND": BACKEND, "LOCATION": each} for each in addresses}
        began = time.monotonic()

        assert backends.purge(addresses, ["/en/", "/en/", "/fr/"]) == []

        assert time.monotonic() - began < 2 * backends.TIME_LIMIT
    assert backends.refresh(addresses[:1], ["/en/"]) == []
    assert backends.refresh([], ["/en/"]) == []


def test_every_task_has_a_lane_of_the_worker(settings):
    settings.FRONT_CACHES = ["http://127.0.0.1:8090"]
    app.perform_import_paths()

    assert {task.queue for task in app.tasks.values()} <= {queue for lane in lanes() for queue in lane["queues"]} | {
        "builtin"
    }
    settings.FRONT_CACHES = []
    assert lanes() == [{}]


def test_every_task_that_a_trigger_names_is_one(told):
    page = pages.standard_page()
    app.perform_import_paths()

    Redirect.objects.create(old_path="/en/old", redirect_link="https://example.org/")
    image(file=photograph_file((60, 80))).get_rendition("max-20x20").delete()
    page.delete()

    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    queued = set(ProcrastinateJob.objects.filter(queue_name="front").values_list("task_name", flat=True))
    earlier = {"migs_site.tasks.withdraw", "migs_site.tasks.refresh_changed_pages"}  # may wait since an earlier release
    assert queued == {f"migs_site.front_cache.tasks.{name}" for name in NAMED_BY_TRIGGERS}
    assert queued | earlier <= app.tasks.keys()
