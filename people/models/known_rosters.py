"""For which days a group's list of members is an answer. Outside them a page says so, and names nobody.

A list is known from the day on which the group began, or else its project, to the day on which staff last confirmed
it. The days that are asked for and those that are known may each be a month or a year: they are outside only where no
day of the one is in the other.
"""

from django.utils import timezone

from migs_site.base.dates import can_follow


def why_unknown(group, on: str) -> str:
    """Why nobody can be named for a partial date: “future”, “after”, “before_group”, “before_project”; else nothing.

    group: its English page.
    """
    if not on:
        return ""
    if not can_follow(on, str(timezone.localdate())):
        return "future"
    if not can_follow(on, group.confirmed_on):
        return "after"
    if not can_follow(first_day(group), on):
        return "before_group" if group.existed_from else "before_project"
    return ""


def first_day(group) -> str:
    """When a group began, as far as it is known: a partial date or nothing."""
    project = None if group.existed_from else group.project
    return group.existed_from or str((project and project.started_on) or "")
