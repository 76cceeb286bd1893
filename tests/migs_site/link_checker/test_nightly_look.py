"""The nightly look at all links: what is asked, what is remembered, when a link is called broken."""

import datetime
import os
import subprocess
import sys
import time

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from migs_site.link_checker import services
from migs_site.link_checker.models import OutsideLink, Problem
from migs_site.link_checker.services import bring_list_up_to_date, look_at_some
from migs_site.link_checker.tasks import begin_night_of_links, look_at_links
from tests.databases import ROOT, address_of
from tests.factories.link_checker import NOON, broken_link, outside_link
from tests.factories.people import organization, person_page
from tests.factories.recommendations import book_page, book_seller, edition
from tests.migs_site.link_checker import servers
from tests.migs_site.link_checker.servers import policy_of
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db

NIGHT = datetime.timedelta(hours=24)


def listed() -> list[str]:
    return sorted(OutsideLink.objects.values_list("address", flat=True))


def link_to(sites, path: str = "/", host: str = "one.example.org", **fields) -> OutsideLink:
    return outside_link(sites.address(path, host), host=host, **fields)


def nights(number: int, sites, **options) -> list[OutsideLink]:
    """What is known of the one link after each of so many nights."""
    seen = []
    for _night in range(number):
        OutsideLink.objects.update(next_check_at=timezone.now() - NIGHT)
        look_at_some(policy=policy_of(sites, **options))
        seen.append(OutsideLink.objects.get())
    return seen


def test_the_list_holds_every_address_once_and_forgets_what_is_gone():
    trust = organization(website="https://trust.example.org/")
    book_seller(edition(book_page()), trust, address="https://trust.example.org/book")
    person_page(links=[("link", {"text": "Page", "address": "https://trust.example.org/"})])
    outside_link("https://nowhere-any-more.example.org/")

    bring_list_up_to_date()
    bring_list_up_to_date()

    assert listed() == ["https://trust.example.org/", "https://trust.example.org/book"]


def test_an_address_that_stays_keeps_what_is_known_of_it():
    organization(website="https://gone.example.org/")
    broken_link("https://gone.example.org/")

    bring_list_up_to_date()

    assert OutsideLink.objects.get().failing_since == NOON


def test_a_site_is_told_by_its_name():
    organization(website="https://Trust.Example.org:443/")

    bring_list_up_to_date()

    assert OutsideLink.objects.get().host == "trust.example.org"


def test_a_link_that_works_is_looked_at_again_the_next_night(sites):
    link_to(sites)

    [link] = nights(1, sites)

    hours = (link.next_check_at - link.last_checked_at) / datetime.timedelta(hours=1)
    assert (link.problem, link.failures, link.is_broken, hours) == ("", 0, False, 20)


def test_three_nights_in_a_row_make_a_link_broken_since_the_first(sites):
    link_to(sites)
    sites.behaviours["/"] = 404

    seen = nights(3, sites)

    assert [link.is_broken for link in seen] == [False, False, True]
    assert [link.failing_since == seen[0].last_checked_at for link in seen] == [True, True, True]
    assert seen[2].problem == Problem.NOT_FOUND


def test_a_site_with_an_error_of_its_own_is_given_five_nights(sites):
    link_to(sites)
    sites.behaviours["/"] = 502

    assert [link.is_broken for link in nights(5, sites)] == [False, False, False, False, True]


@pytest.mark.parametrize("status", [200, 403])
def test_one_good_night_between_two_bad_ones_begins_anew(sites, status):
    link_to(sites)
    found = []
    for now in (404, 404, status, 404, 404):
        sites.behaviours["/"] = now
        found += nights(1, sites)

    assert [(link.failures, link.is_broken) for link in found] == [
        (1, False),
        (2, False),
        (0, False),
        (1, False),
        (2, False),
    ]


def test_a_broken_link_that_works_again_is_whole_at_once(sites):
    broken_link(sites.address())

    [link] = nights(1, sites)

    assert (link.is_broken, link.failing_since, link.problem) == (False, None, "")


def test_a_broken_link_is_asked_less_and_less_often_but_each_week(sites):
    broken_link(sites.address(), failures=2, is_broken=False)
    sites.behaviours["/"] = 404

    waits = [round((link.next_check_at - link.last_checked_at) / NIGHT + 1 / 6, 6) for link in nights(5, sites)]

    assert waits == [1, 2, 4, 7, 7]


def test_one_link_of_each_site_is_asked_at_a_time_the_longest_waiting_first(sites):
    now = timezone.now()
    for hours, (path, host) in enumerate([("/a", "one"), ("/b", "one"), ("/c", "two"), ("/d", "one")]):
        link_to(sites, path, f"{host}.example.org", next_check_at=now - (10 - hours) * NIGHT)

    rounds = []
    while look_at_some(policy=policy_of(sites)):
        rounds.append(sites.paths())

    assert [*rounds, sites.paths()] == [["/a", "/c"], ["/a", "/c", "/b"], ["/a", "/c", "/b", "/d"]]


def test_one_look_takes_a_few_links_only(sites, monkeypatch):
    monkeypatch.setattr(services, "LINKS_AT_A_TIME", 2)
    for host in ("one", "two", "three"):
        link_to(sites, host=f"{host}.example.org")

    assert (look_at_some(policy=policy_of(sites)), len(sites.visits)) == (True, 2)
    assert (look_at_some(policy=policy_of(sites)), len(sites.visits)) == (False, 3)


def test_one_look_ends_when_its_time_is_over(sites, monkeypatch):
    monkeypatch.setattr(services, "SECONDS_AT_A_TIME", 0)
    for host in ("one", "two"):
        link_to(sites, host=f"{host}.example.org")

    assert (look_at_some(policy=policy_of(sites)), len(sites.visits)) == (True, 1)


def test_nobody_looks_while_somebody_else_does(sites):
    link_to(sites)
    with psycopg.connect(address_of(connection.settings_dict["NAME"])) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [services.LOCK])

        assert (look_at_some(policy=policy_of(sites)), sites.visits) == (False, [])
        other.execute("SELECT pg_advisory_unlock(%s)", [services.LOCK])  # PostgreSQL takes its time to see us gone

    assert (look_at_some(policy=policy_of(sites)), sites.methods()) == (False, ["HEAD"])


def queued() -> list[str]:
    return sorted(ProcrastinateJob.objects.values_list("task_name", flat=True))


LOOK = "migs_site.link_checker.tasks.look_at_links"


def test_a_night_that_begins_twice_looks_once():
    organization(website="http://10.0.0.1/")

    begin_night_of_links(0)
    begin_night_of_links(0)

    assert (listed(), queued()) == (["http://10.0.0.1/"], [LOOK])


def test_looking_makes_room_for_other_work():
    begin_night_of_links(0)

    [job] = ProcrastinateJob.objects.all()
    assert (job.priority, job.scheduled_at > timezone.now()) == (-10, True)


def test_a_look_that_runs_twice_in_one_night_counts_once():
    outside_link("http://10.0.0.1/")

    look_at_links(until=time.time() + 60)
    look_at_links(until=time.time() + 60)

    link = OutsideLink.objects.get()
    assert (link.problem, link.failures, queued()) == (Problem.PRIVATE, 1, [])


def test_looking_goes_on_while_links_are_due():
    outside_link("http://10.0.0.1/")
    outside_link("http://10.0.0.1/other")

    look_at_links(until=time.time() + 60)

    assert (OutsideLink.objects.filter(failures=1).count(), queued()) == (1, [LOOK])


def test_looking_stops_in_the_morning():
    outside_link("http://10.0.0.1/")

    look_at_links(until=time.time() - 1)

    assert (OutsideLink.objects.get().failures, queued()) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_looks_loses_nothing(sites):
    for host in ("one", "two"):
        link_to(sites, f"/{host}", f"{host}.example.org")
    sites.behaviours["/two"] = servers.stalls
    environment = os.environ | {
        "DATABASE_URL": address_of(connection.settings_dict["NAME"]),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "tests/migs_site/link_checker/killed_look.py", str(sites.server_port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    wait_until(lambda: sites.paths() == ["/one", "/two"])

    while_it_looks = look_at_some(policy=policy_of(sites))
    process.kill()
    process.wait()
    left_by_the_kill = OutsideLink.objects.due().count()
    sites.behaviours["/two"] = 200
    wait_until(lambda: not look_at_some(policy=policy_of(sites)) and not OutsideLink.objects.due().exists())

    assert (while_it_looks, left_by_the_kill) == (False, 2)
    assert sites.paths() == ["/one", "/two", "/one", "/two"]


def test_jobs_that_wait_under_the_name_of_the_former_package_are_done():
    former = [
        app.tasks[f"migs_site.outside_links.tasks.{task.__name__}"] for task in (begin_night_of_links, look_at_links)
    ]

    assert former == [begin_night_of_links, look_at_links]
