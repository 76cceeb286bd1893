"""Telling web machines, and writing down what one that is off has missed: it may come back with what it had."""

from collections.abc import Iterable, Sequence

from django.db.models.functions import Now

from migs_site.front_cache.backends import purge, refresh
from migs_site.models import PendingPurge

A_CHANGE = ""  # in place of an address: whichever pages it touched


def purged(machines: Sequence[str], paths: Sequence[str]) -> list[str]:
    """Have machines throw away what they keep of these addresses; those that have heard it."""
    heard = purge(machines, paths)
    remember(set(machines) - set(heard), paths)
    return heard


def refreshed(machines: Sequence[str], paths: Sequence[str]) -> list[str]:
    """Have machines ask anew for these addresses; those that have heard it."""
    heard = refresh(machines, paths)
    remember(set(machines) - set(heard), [A_CHANGE])
    return heard


def remember(machines: Iterable[str], missed: Sequence[str]) -> None:
    """These are still to be told of these addresses.

    One that is written down already has left again: it counts from now, since a machine may be hearing of the first
    time. How long one is away the row for a change says, which is there with any other.
    """
    for machine in machines:
        known = PendingPurge.objects.filter(machine=machine, path__in=missed)
        known.exclude(path=A_CHANGE).update(since=Now())
        new = set(missed) - set(known.values_list("path", flat=True))
        PendingPurge.objects.bulk_create(PendingPurge(machine=machine, path=path) for path in sorted(new))
