"""Makes 100 and 100,000 applications and takes the time of their list. benchmarks/applications.py calls this."""

import gc
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.contrib.auth.models import Group  # noqa: E402 (models can be imported only now)
from django.core.management import call_command  # noqa: E402 (as above)
from django.db import connection, connections  # noqa: E402 (as above)
from django.test import Client  # noqa: E402 (as above)
from django.test.utils import CaptureQueriesContext  # noqa: E402 (as above)
from django.utils import timezone  # noqa: E402 (as above)

from benchmarks.growth import connected_to  # noqa: E402 (as above)
from internships.models import (  # noqa: E402 (as above)
    CLOSED,
    Application,
    Assignment,
    ChosenProject,
    Criterion,
    InternshipSettings,
    PrivacyNotice,
    Recusal,
    Review,
    Score,
)
from migs_site.accounts.models import User  # noqa: E402 (as above)
from migs_site.base.primary_pages import primary  # noqa: E402 (as above)
from migs_site.models import ProjectPage  # noqa: E402 (as above)
from tests.databases import Databases  # noqa: E402 (as above)

REPORT = Path(__file__).with_name("applications.md")
RUNS = 5
FEW, MANY = 100, 100_000
LIMIT = 2
QUESTIONS = {
    "all": "",
    "the last page": "?p=50",
    "by state": "?state=in_review&state=received",
    "overdue": "?overdue=yes",
    "by level": "?level=masters",
    "by project": "?projects={project}",
    "handled by nobody": "?handled_by=nobody",
    "by reviewer": "?reviewer={user}",
    "with flags": "?flagged=yes",
    "by day": "?received_at_from=2020-01-01",
    "ordered by name": "?ordering=name",
    "search, one found": "?q=p00042",
    "search, nothing found": "?q=zzzz",
    "search, a common name": "?q=camille",
    "search, two letters": "?q=tr",
    "search, a word in every one": "?q=example.org",
    "search, state and level": "?q=mcgill&state=received&level=masters",
    "one, with the next of a filtered list": "{one}/?state=received&ordering=name",
    "one, with the next of a search": "{one}/?q=example.org",
}
STATES = ["received", "in_review", "interview", "offer", *CLOSED, "not_selected", "not_selected"]
GIVEN_NAMES, SURNAMES = (
    ["Camille", "Zoé", "Adam", "Li", "Noémie", "Jean"],
    ["Tremblay", "Nguyen", "Roy", "Baril", "Smith"],
)
INSTITUTIONS = ["McGill University", "Concordia University", "Université de Montréal"]
PROGRAMMES, LEVELS = ["History", "Political Science", "Law", "Droit"], ["undergraduate", "masters", "doctoral"]
TEXT = """# The list of applications at 100 and at 100,000

`python -m benchmarks.applications` writes this page. A figure is the shortest of {runs} requests at {many:,}
applications divided by the shortest at {few}, in one run and one process, asked in turn: only the ratio means
something, and whatever else the machine does slows both. Rows have projects, reviews with scores, and flags; the reader
has recused themselves from one in sixteen. PostgreSQL is the local one, after `VACUUM ANALYZE`. Queries: how many each
size asks; a list without rows asks for less.

{table}

{verdict}
"""


def rows(number: int, notice: PrivacyNotice) -> Iterator[Application]:
    now = timezone.now()
    for i in range(1, number + 1):
        state = STATES[i % len(STATES)]
        yield Application(
            reference=f"{i:05d}-{'F' if i % 16 == 0 else 'A'}",
            state=state,
            received_at=now - timedelta(minutes=7 * i),
            closed_at=now if state in CLOSED else None,
            language="en",
            name=f"{GIVEN_NAMES[i % 6]} {SURNAMES[i % 5]}",
            email=f"p{i:05d}@example.org",
            institution=INSTITUTIONS[i % 3],
            programme=PROGRAMMES[i % 4],
            level=LEVELS[i % 3],
            availability="From May, two days a week. " * 4,
            message="I would like to work with you. " * 40,
            flags=["too_fast"] if i % 50 == 0 else [],
            notice=notice,
        )


def fill(number: int, user: User) -> None:
    """As the site itself would have stored them; no trigger looks."""
    connection.cursor().execute("SET session_replication_role = replica")
    notice = PrivacyNotice.of(language="en", text="Notice. " * 300, months=dict.fromkeys(CLOSED, 6))
    made = Application.objects.bulk_create(rows(number, notice), batch_size=2_000)
    project = ProjectPage.objects.filter(primary()).first()
    many = {"batch_size": 5_000}
    ChosenProject.objects.bulk_create([ChosenProject(application=each, project=project) for each in made[::2]], **many)
    Recusal.objects.bulk_create(
        [Recusal(application=each, person=user, reason="x") for each in made if each.reference.endswith("F")], **many
    )
    read = [each for each in made if each.state == "in_review"]
    Assignment.objects.bulk_create([Assignment(application=each, reviewer=user) for each in read], **many)
    reviews = [Review(application=each, reviewer=user, recommendation="maybe") for each in read]
    reviews = Review.objects.bulk_create(reviews, **many)
    criteria = list(Criterion.objects.all())
    scores = [Score(review=review, criterion=asked, value=3) for review in reviews for asked in criteria]
    Score.objects.bulk_create(scores, **many)
    connection.cursor().execute("SET session_replication_role = origin")
    connection.cursor().execute("VACUUM ANALYZE")


def addresses(user: User) -> dict[str, str]:
    visible = Application.objects.visible_to(user)
    values = {
        "project": ChosenProject.objects.values_list("project", flat=True).first(),
        "user": user.pk,
        "one": visible.filter(state="received").order_by("name", "pk")[3].pk,
    }
    return {name: "/admin/applications/" + question.format(**values) for name, question in QUESTIONS.items()}


def ask(client: Client, address: str) -> float:
    gc.collect()
    start = time.perf_counter()
    response = client.get(address, SERVER_NAME="127.0.0.1")
    taken = time.perf_counter() - start
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return taken


def measure(sites: dict, user: User) -> dict[str, tuple[float, list[int]]]:
    """Of each question how many times as long it takes with many as with few, and how many queries each asks."""
    asked, found = {}, {}
    for number, site in sites.items():
        connections["default"] = site
        asked[number] = addresses(user), Client()
        asked[number][1].force_login(user)
    for name in QUESTIONS:
        times, queries = {number: [] for number in sites}, []
        for turn in range(RUNS + 1):
            for number, site in sites.items():
                connections["default"] = site
                all_addresses, client = asked[number]
                times[number].append(ask(client, all_addresses[name]))
                if not turn:
                    with CaptureQueriesContext(connections["default"]) as context:
                        ask(client, all_addresses[name])
                    queries.append(len(context))
        few, many = (min(each[1:]) for each in times.values())
        found[name] = many / few, queries
        print(f"{name}: {1000 * few:.0f} and {1000 * many:.0f} ms, {queries} queries", flush=True)
    return found


def report(found: dict[str, tuple[float, list[int]]]) -> str:
    lines = [f"| {name} | {ratio:.2f} | {queries[0]} and {queries[1]} |" for name, (ratio, queries) in found.items()]
    slow = [name for name, (ratio, _queries) in found.items() if ratio > LIMIT]
    return TEXT.format(
        runs=RUNS,
        few=FEW,
        many=MANY,
        table="\n".join(["| What is asked | Ratio | Queries |", "|---|---|---|", *lines]),
        verdict=f"More than twice: {', '.join(slow)}." if slow else "Nothing takes more than twice as long.",
    )


def begin() -> User:
    """The site with the brochure, criteria and a coordinator."""
    call_command("migrate", verbosity=0)
    call_command("load_brochure", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for name in ("Writing", "Research"):
        Criterion.objects.create(name_en=name, name_fr=name)
    InternshipSettings.objects.create(reply_days=28)
    user = User.objects.create_user("coordinator@example.org", "a long enough password")
    user.groups.add(Group.objects.get(name="Internship coordinators"))
    return user


def main() -> None:
    databases, user, sites = Databases(), begin(), {}
    base = connection.settings_dict["NAME"]
    connection.close()
    try:
        for number in (FEW, MANY):
            sites[number] = connected_to(databases.clone(base, f"_{number}"))
            connections["default"] = sites[number]
            fill(number, user)
        REPORT.write_text(report(measure(sites, user)))
    finally:
        for site in sites.values():
            site.close()
            databases.drop(site.settings_dict["NAME"])
        databases.close()
    print(REPORT.read_text())


if __name__ == "__main__":
    main()
