"""Tells for which days it is known who the members of a group were; for others its page names nobody.

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
    if group.existed_from:
        return "" if can_follow(group.existed_from, on) else "before_group"
    began = str((group.project and group.project.started_on) or "")
    return "" if can_follow(began, on) else "before_project"
