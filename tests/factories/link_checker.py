"""Links to other sites, as the nightly look has found them."""

import datetime

from migs_site.link_checker.models import OutsideLink, Problem

NOON = datetime.datetime(2026, 5, 3, 16, tzinfo=datetime.UTC)  # 3 May in Montreal


def outside_link(address: str = "https://gone.example.org/", **fields) -> OutsideLink:
    """One that works and has been looked at."""
    return OutsideLink.objects.create(**{"address": address, "host": "example.org", "last_checked_at": NOON} | fields)


def broken_link(address: str = "https://gone.example.org/", **fields) -> OutsideLink:
    known = {"problem": Problem.NOT_FOUND, "failures": 3, "failing_since": NOON, "is_broken": True}
    return outside_link(address, **known | fields)
