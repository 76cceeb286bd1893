"""Telling web machines, and writing down what one that is off has missed: it may come back with what it had."""

from collections.abc import Callable, Iterable, Sequence

from migs_site.front_cache.backends import purge
from migs_site.models import PendingPurge


def reached(tell: Callable, machines: Sequence[str], paths: Sequence[str]) -> list[str]:
    """Tell machines (purge, refresh) of addresses; those that have heard it. What the others missed is written down."""
    heard = tell(machines, paths)
    for machine in set(machines) - set(heard):
        remember(machine, paths if tell is purge else [""])
    return heard


def remember(machine: str, paths: Iterable[str]) -> None:
    """A machine is still to throw these away; an empty path: it has missed a change, whichever."""
    known = PendingPurge.objects.filter(machine=machine, path__in=list(paths)).values_list("path", flat=True)
    new = set(paths) - set(known)
    PendingPurge.objects.bulk_create(PendingPurge(machine=machine, path=path) for path in sorted(new))
