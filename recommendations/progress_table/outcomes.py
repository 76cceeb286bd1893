"""Outcomes that were reported of sets as a whole; and what is said of each set: how much, how far, since when."""

from typing import NamedTuple

from django.db.models import F
from wagtail.models import Page

from recommendations.models.progress import ProgressEntry, proved
from recommendations.models.set_page import RecommendationSetPage
from recommendations.models.statuses import Status
from recommendations.progress_table.counts import StatusCount

OUTCOMES_SHOWN = 20


class SetFacts(NamedTuple):
    """Of how many recommendations of a set how many were assessed, and how many outcomes were reported of it.

    slug: what the set is called in the address of a query.
    """

    set: RecommendationSetPage
    slug: str
    number: int
    assessed: int
    outcomes: int


def set_facts(
    sets: dict, status_counts: list[StatusCount], outcome_counts: dict[tuple[str, str], int]
) -> list[SetFacts]:
    """What is said of each set, the order of the tree kept; a set of which nothing is known is left out."""
    facts = []
    for path, (slug, page) in sets.items():
        counts = [each for each in status_counts if each.set_path == path]
        number = sum(each.number for each in counts)
        assessed = sum(each.number for each in counts if each.status != Status.NOT_ASSESSED)
        outcomes = sum(number for (set_path, _status), number in outcome_counts.items() if set_path == path)
        if number or outcomes:
            facts.append(SetFacts(page, slug, number, assessed, outcomes))
    return facts


def newest_outcomes(paths: list[str], status: str, sets: dict, here: Page) -> list[ProgressEntry]:
    """The newest public outcomes of these sets, with their sources, each with ``set_page`` in a language."""
    rows = ProgressEntry.objects.live().filter(set__path__in=paths).newest_first()
    rows = rows.filter(status=status) if status else rows
    entries = proved(rows.annotate(place=F("set__path")).with_proof(here)[:OUTCOMES_SHOWN])
    for entry in entries:
        entry.set_page = sets[entry.place][1]
    return entries
