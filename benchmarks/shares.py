"""What making a page spends its time on, by the parts of the program: Python's profiler, on the clock of the processor.

The profiler slows calls and not loops, so that only the shares mean something.
"""

from collections.abc import Callable

from migs_site.local.database import ROOT

REQUESTS = 30
PARTS = {
    "the SQL of queries": ["django/db/models/sql/", "django/db/models/expressions.py", "django/db/models/lookups.py"],
    "rows, objects, querysets": ["django/db/models/", "modelcluster/", "treebeard/"],
    "PostgreSQL’s driver": ["psycopg", "django/db/"],
    "templates": ["django/template/", "django/templatetags/", "django/utils/html.py", "django/utils/safestring.py"],
    "translation, addresses, middleware": ["django/"],
    "Wagtail": ["wagtail/", "wagtail_localize/"],
    "our own modules": ["migs_site/", "people/", "recommendations/", "donations/", "internships/"],
}
PROFILE = f"""
import cProfile, pstats, time
from django.test import Client

client, profile = Client(SERVER_NAME="127.0.0.1"), cProfile.Profile(time.process_time)
for number in range({REQUESTS} + 3):
    if number == 3:
        profile.enable()
    client.get(PATH)
profile.disable()
for (name, _line, _function), (_calls, _all, own, _whole, callers) in pstats.Stats(profile).stats.items():
    if name == "~":  # built in: belongs to who called it
        for (caller, _line, _function), (_calls, _all, part, _whole) in callers.items():
            print(part, caller)
    else:
        print(own, name)
"""


def shares(manage: Callable[..., str], path: str) -> dict[str, float]:
    """Of each part, of 1; the first part that a file belongs to."""
    found = dict.fromkeys([*PARTS, "the rest of Python"], 0.0)
    said = manage("shell", "--no-imports", "-c", PROFILE.replace("PATH", repr(path)), PAGE_CACHE_MB="0")
    for line in said.splitlines():
        seconds, _space, name = line.partition(" ")
        found[part_of(name)] += float(seconds)
    return {part: seconds / sum(found.values()) for part, seconds in found.items()}


def part_of(file: str) -> str:
    inside = file.rpartition("site-packages/")[2].removeprefix(f"{ROOT}/")
    parts = (part for part, beginnings in PARTS.items() if inside.startswith(tuple(beginnings)))
    return next(parts, "the rest of Python")
