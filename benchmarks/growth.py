"""Fills a site step by step and takes the time of its lists. benchmarks/scale.py calls this in a process of its own."""

import gc
import statistics
import time
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402 (models can be imported only now)
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from migs_site.accounts.models import User  # noqa: E402
from migs_site.local.many import make_many  # noqa: E402
from people.models import GroupPage, PersonPage  # noqa: E402
from recommendations.models import RecommendationPage  # noqa: E402

REPORT = Path(__file__).with_name("scale.md")
SIZES = [50, 500, 2_000, 10_000]
RUNS = 15
LIMIT = 2
HOST = "127.0.0.1"

TEXT = """# How lists bear growth

`python -m benchmarks.scale` writes this page. A figure is the median time of {runs} requests divided by the median
at {first} people, all in one run and one process: only the ratio means something. With the people grow the groups (one
for 33), the memberships (six each), the recommendations (one for five people) and their entries (ten each), all
made by `manage.py make_many`. Caches are warm; PostgreSQL is the local one, after `ANALYZE`.

At {first} people most lists do not fill a page yet (ten recommendations in a set, seven groups in the admin): part of
their growth is the page filling up to its fifty or sixty rows.

{table}

{verdict}
"""


def grow(before: int, size: int) -> None:
    """Take the site from one size to the next."""
    many = size - before
    few = max(many // 5, 10)
    numbers = {"groups": max(many // 33, 3), "memberships": 6 * many, "recommendations": few, "entries": 10 * few}
    # In a site of 50 people each sits on every one of three groups: 150 memberships.
    numbers["memberships"] = min(numbers["memberships"], many * numbers["groups"])
    make_many(seed=size, people=many, **numbers)
    connection.cursor().execute("ANALYZE")


def lists() -> dict[str, tuple[Client, str]]:
    """The address of each list, as a visitor or as staff; of what there are many, one of the last made."""
    visitor, staff = Client(), Client()
    staff.force_login(User.objects.get_or_create(email="root@example.org", is_superuser=True)[0])
    group = GroupPage.objects.filter(locale__language_code="en").order_by("path").last()
    person = PersonPage.objects.filter(locale__language_code="en").order_by("path").last()
    recommendation = RecommendationPage.objects.filter(locale__language_code="en").order_by("path").last()
    public = {
        "Home": "/en/",
        "People": "/en/people/",
        "People, French": "/fr/personnes/",
        "People, former, second page": "/en/people/?who=former&page=2",
        "People of a group": f"/en/people/?group={group.slug}",
        "Group": group.url,
        "Group on a day": f"{group.url}?on=2009-09-22",
        "Person": person.url,
        "Recommendations": "/en/recommendations/",
        "Set": recommendation.get_parent().url,
        "Recommendation": recommendation.url,
        "Progress": "/en/recommendations/progress/",
        "Progress, French": "/fr/recommandations/suivi/",
        "Progress of one status": "/en/recommendations/progress/?status=carried_out",
        "Progress of an addressee": "/en/recommendations/progress/addressees/prime-minister/",
        "Changes (Atom)": "/en/recommendations/progress/changes/",
    }
    admin = {
        "Admin, people": "/admin/people/",
        "Admin, people, searched": "/admin/people/?q=mar",
        "Admin, groups": "/admin/people_groups/",
        "Admin, progress": "/admin/snippets/recommendations/progressentry/",
    }
    return {name: (visitor, address) for name, address in public.items()} | {
        name: (staff, address) for name, address in admin.items()
    }


def milliseconds(client: Client, address: str) -> float:
    taken = []
    for _ in range(RUNS + 2):
        gc.collect()
        start = time.perf_counter()
        response = client.get(address, SERVER_NAME=HOST)
        taken.append(1_000 * (time.perf_counter() - start))
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
    return statistics.median(taken[2:])


def report(times: dict[int, dict[str, float]]) -> str:
    first, last = times[SIZES[0]], times[SIZES[-1]]
    rows = ["| List | " + " | ".join(f"{size:,}" for size in times) + " |", "|---" * (len(times) + 1) + "|"]
    for name in first:
        rows.append(f"| {name} | " + " | ".join(f"{times[size][name] / first[name]:.2f}" for size in times) + " |")
    slow = [name for name in first if last[name] > LIMIT * first[name]]
    verdict = (
        f"More than {LIMIT} times: {', '.join(slow)}." if slow else f"Nothing takes more than {LIMIT} times as long."
    )
    return TEXT.format(runs=RUNS, first=SIZES[0], table="\n".join(rows), verdict=verdict)


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("load_brochure", verbosity=0)
    times, before = {}, 0
    for size in SIZES:
        grow(before, size)
        times[size] = {name: milliseconds(*where) for name, where in lists().items()}
        print(f"{size:,} people: {times[size]}", flush=True)
        before = size
    REPORT.write_text(report(times))
    print(REPORT.read_text())


if __name__ == "__main__":
    main()
