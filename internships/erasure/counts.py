"""Sums of what was erased, in which nobody can be found.

Each fact is counted by itself, for a whole year: how many came in March, how many from doctoral students, how many were
accepted, and never how many doctoral students were accepted in March. Of a year from which fewer than FEWEST
applications are known only their number is counted, because the sums of one are that one.
"""

import datetime

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from internships.models import Application, ApplicationCount

FEWEST = 5
ADD = """
    INSERT INTO internships_applicationcount AS counted (year, fact, value, number) VALUES (%s, %s, %s, 1)
    ON CONFLICT (year, fact, value) DO UPDATE SET number = counted.number + 1
"""


def count(application: Application) -> None:
    """Count an application that is about to be erased; one that was never received is not counted."""
    if not application.received_at:
        return
    received = timezone.localtime(application.received_at, timezone.get_default_timezone())
    facts = [("received", "")]
    if known_from(received.year) >= FEWEST:
        facts += [
            ("month", f"{received.month:02}"),
            ("state", application.state),
            ("level", application.level),
            ("language", application.language),
            *(("project", str(number)) for number in application.projects.values_list("pk", flat=True)),
        ]
    with connection.cursor() as cursor:
        cursor.executemany(ADD, [(received.year, *fact) for fact in sorted(facts)])  # in one order: two wait, not block


def known_from(year: int) -> int:
    """How many applications arrived in a year, those that were erased too; of those that are there FEWEST at most."""
    zone = timezone.get_default_timezone()
    first, end = (datetime.datetime(number, 1, 1, tzinfo=zone) for number in (year, year + 1))
    there = Application.objects.filter(received_at__gte=first, received_at__lt=end)[:FEWEST].count()
    erased = ApplicationCount.objects.filter(year=year, fact="received").aggregate(number=Sum("number"))["number"]
    return there + (erased or 0)
