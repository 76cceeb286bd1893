"""The nightly look at every address on other sites that our pages link to."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from django.db import connection, transaction
from django.utils import timezone

from migs_site.link_checker.checking import CheckResult, check_url
from migs_site.link_checker.models import OutsideLink, Problem
from migs_site.link_checker.network_policy import PUBLIC_WEB, NetworkPolicy
from migs_site.link_checker.sources import all_addresses

logger = logging.getLogger(__name__)

# One look at some links: short, because mail and pictures wait for the same worker meanwhile.
LINKS_AT_A_TIME = 20
SECONDS_AT_A_TIME = 30

# What one sees of every site where our own connection is down.
UNREACHED = {Problem.UNKNOWN_NAME, Problem.NO_CONNECTION, Problem.SILENT}
SITES_THAT_PROVE_IT = 3

LOCK = 7_219_004  # of all looks: no site is ever asked twice at once, however many workers there are


@transaction.atomic
def bring_list_up_to_date() -> None:
    """Add the addresses that are new on the site, and forget those that are gone. Idempotent."""
    in_use = all_addresses()
    known = set(OutsideLink.objects.values_list("address", flat=True))
    OutsideLink.objects.filter(address__in=known - in_use).delete()
    OutsideLink.objects.bulk_create(
        [OutsideLink(address=address, host=host_of(address)) for address in sorted(in_use - known)],
        ignore_conflicts=True,
        batch_size=1000,
    )


def host_of(address: str) -> str:
    """The name of the site, by which addresses that must not be asked at once are told; empty where there is none."""
    try:
        return httpx.URL(address).host[:255]
    except (httpx.InvalidURL, ValueError):
        return ""


def look_at_some(*, policy: NetworkPolicy = PUBLIC_WEB) -> bool:
    """Look at the links that have waited longest, one for each site. Returns whether more are due.

    Nothing is written before all have answered: a worker that is killed leaves them due. Where our own connection
    seems to be down nothing is written either, and the night is over.
    """
    with alone() as mine:
        if not mine:
            return False
        results = list(check_results(longest_waiting(), policy))
        if connection_seems_down(results, policy):
            logger.warning("No site answers: links to other sites are not checked tonight.")
            return False
        for link, result in results:
            link.apply_result(result.problem, result.moved_to, timezone.now())
            link.save()
        return OutsideLink.objects.due().exists()  # type: ignore[attr-defined]  # a QuerySet’s manager


def longest_waiting() -> list[OutsideLink]:
    due = OutsideLink.objects.due()  # type: ignore[attr-defined]  # a QuerySet’s manager
    return sorted(due.first_of_each_site(), key=lambda link: link.next_check_at)[:LINKS_AT_A_TIME]


def check_results(links: list[OutsideLink], policy: NetworkPolicy) -> Iterator[tuple[OutsideLink, CheckResult]]:
    begun = time.monotonic()
    for link in links:
        yield link, check_url(link.address, policy=policy)
        if time.monotonic() - begun > SECONDS_AT_A_TIME:
            return


def connection_seems_down(results: list[tuple[OutsideLink, CheckResult]], policy: NetworkPolicy) -> bool:
    """Whether nobody answers, of whom several have never failed before, and nobody else either who is asked then.

    Sites that fall silent together, as those of one country may, must not hold up all others, night after night.
    """
    never_failed = [link for link, _result in results if not link.failures]
    if len(never_failed) < SITES_THAT_PROVE_IT or any(result.problem not in UNREACHED for _link, result in results):
        return False
    others = OutsideLink.objects.filter(problem="").exclude(host__in=[link.host for link, _result in results])
    of_each_site = others.first_of_each_site()  # type: ignore[attr-defined]  # a QuerySet’s manager
    witnesses = OutsideLink.objects.filter(pk__in=of_each_site.values("pk")).order_by("?")
    problems = (check_url(link.address, policy=policy).problem for link in witnesses[:SITES_THAT_PROVE_IT])
    return all(problem in UNREACHED for problem in problems)


@contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody else looks at links now. PostgreSQL gives the lock up by itself when a worker is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        mine = cursor.fetchone()[0]
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
