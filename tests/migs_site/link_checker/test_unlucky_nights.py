"""Nights on which the fault is ours, or many sites fall silent at once, or the clock is wrong."""

import socket

import pytest
from django.utils import timezone

from migs_site.link_checker import services
from migs_site.link_checker.models import OutsideLink, Problem
from migs_site.link_checker.services import look_at_some
from tests.factories.link_checker import NOON, outside_link
from tests.migs_site.link_checker.servers import policy_of
from tests.migs_site.link_checker.test_nightly_look import NIGHT, link_to

pytestmark = pytest.mark.django_db


def no_name_server(name, port):
    raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


def test_an_outage_of_our_own_is_held_against_nobody(sites, caplog):
    for host in ("one", "two", "three"):
        link_to(sites, host=f"{host}.example.org")

    more = look_at_some(policy=policy_of(sites, resolve=no_name_server))

    assert (more, list(OutsideLink.objects.values_list("failures", flat=True))) == (False, [0, 0, 0])
    assert [record.getMessage() for record in caplog.records if record.name == "migs_site.link_checker.services"] == [
        "No site answers: links to other sites are not checked tonight."
    ]


def test_sites_that_fall_silent_together_do_not_end_the_night(sites, monkeypatch):
    monkeypatch.setattr(services, "LINKS_AT_A_TIME", 3)
    now = timezone.now()
    for host in ("one", "two", "three"):
        outside_link(f"http://{host}.gone/", host=f"{host}.gone", next_check_at=now - 2 * NIGHT)
    link_to(sites, next_check_at=now - NIGHT)
    policy = policy_of(
        sites, resolve=lambda name, port: no_name_server(name, port) if "gone" in name else ["127.0.0.1"]
    )

    more = look_at_some(policy=policy)

    failures = OutsideLink.objects.order_by("pk").values_list("failures", flat=True)
    assert (more, list(failures), sites.methods()) == (True, [1, 1, 1, 0], ["HEAD"])


def test_links_that_are_dead_already_are_no_sign_of_an_outage(sites):
    for host in ("one", "two", "three", "four"):
        failing = {"problem": Problem.UNKNOWN_NAME, "failures": 1, "failing_since": NOON}
        link_to(sites, host=f"{host}.example.org", **failing)

    look_at_some(policy=policy_of(sites, resolve=no_name_server))

    assert list(OutsideLink.objects.values_list("failures", flat=True)) == [2, 2, 2, 2]


def test_a_clock_that_was_wrong_for_a_night_puts_no_link_off_for_years(sites):
    link_to(sites, next_check_at=timezone.now() + 365 * NIGHT)

    look_at_some(policy=policy_of(sites))

    assert (sites.methods(), OutsideLink.objects.due().count()) == (["HEAD"], 0)
