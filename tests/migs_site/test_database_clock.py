"""The database's clock decides, whatever that of the machine says, and whenever it is set."""

import datetime
import re
from datetime import UTC, timedelta

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone
from procrastinate import utils

from internships.students import links
from migs_site import database_clock
from migs_site.base.robots import seconds_since, stamp
from migs_site.database_clock import DatabaseClock, Reading, clock, never_set
from migs_site.editorial.services import keep_to_schedule
from tests.databases import ROOT
from tests.factories import accounts, pages

HOUR = timedelta(hours=1)
OWN_CLOCK = re.compile(r"\btime\.time\(\)|\bdatetime\.now\(|\bdate\.today\(|\butcnow\(\)")
OF_THE_MACHINE = {
    "migs_site/database_clock.py",
    "migs_site/site_export/services.py",  # says when a folder was written
    "migs_site/static_edition/comparing.py",  # runs elsewhere, without a database
    "migs_site/static_edition/services.py",  # the age of a file that this machine has written
    "internships/specimens.py",  # made-up content
}


@pytest.fixture
def at(monkeypatch):
    """Let the database say that it is so late."""

    def say(instant: datetime.datetime) -> None:
        monkeypatch.setattr(clock, "reading", Reading(instant, never_set(), timedelta()))

    return say


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [HOUR, -HOUR, timedelta(days=-20)])
def test_a_machine_whose_clock_is_wrong_or_is_set_later_goes_by_the_databases(monkeypatch, wrong):
    right, ours = timezone.now(), DatabaseClock()
    monkeypatch.setattr(database_clock, "of_this_machine", lambda: right + wrong)

    before = ours.now() - right
    ours.read(connection)
    read, difference = ours.now(), ours.difference
    monkeypatch.setattr(database_clock, "of_this_machine", lambda: right - wrong)

    assert before == wrong
    assert abs(read - right) < timedelta(minutes=1)
    assert abs(difference - abs(wrong)) < timedelta(minutes=1)
    assert timedelta() <= ours.now() - read < timedelta(minutes=1)


@pytest.mark.django_db
def test_it_is_asked_again_after_a_minute_alone(monkeypatch):
    ours, at = DatabaseClock(), never_set()
    ours.read(connection)
    first = ours.reading

    ours.read(connection)
    again = ours.reading
    monkeypatch.setattr(database_clock, "never_set", lambda: at + 61)
    ours.read(connection)

    assert (again is first, ours.reading is first) == (True, False)


@pytest.mark.django_db
def test_a_database_that_hung_before_it_answered_brings_nothing_about_too_early():
    class Hung:
        """The connection of a server that says nothing for a moment, and then what time it is."""

        alias = connection.alias

        @property
        def connection(self):
            return self

        def execute(self, statement):
            connection.connection.execute("SELECT pg_sleep(0.5)")
            return connection.connection.execute(statement)

    ours = DatabaseClock()
    ours.read(Hung())

    said = ours.now()
    [after] = connection.connection.execute("SELECT clock_timestamp()").fetchone()
    assert said <= after


def test_django_the_queue_and_the_form_go_by_it(at):
    at(datetime.datetime(2027, 3, 1, 23, 30, tzinfo=UTC))

    said = [moment.isoformat()[:16] for moment in (timezone.now(), utils.utcnow())]
    token, shown = links.today(), stamp()
    at(datetime.datetime(2027, 3, 2, 0, 30, tzinfo=UTC))

    assert said == ["2027-03-01T23:30"] * 2
    assert (links.today() - token, seconds_since(shown)) == (1, 3600)


@pytest.mark.django_db
def test_a_page_appears_and_leaves_and_a_session_ends_by_it(at):
    now = timezone.now()
    page = pages.standard_page(slug="later", live=False, go_live_at=now + HOUR / 2)
    page.save_revision().publish()
    over = pages.standard_page(slug="over", expire_at=now + HOUR / 2)
    session = SessionStore()
    session["a"] = 1
    session.set_expiry(1800)
    session.save()

    at(now + HOUR)
    keep_to_schedule()

    page.refresh_from_db()
    over.refresh_from_db()
    assert (page.live, over.live) == (True, False)
    assert SessionStore(session.session_key).get("a") is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "before",
    [
        datetime.datetime(2026, 11, 1, 5, 50, tzinfo=UTC),  # 1:50; ten minutes later it is 1:00 again
        datetime.datetime(2027, 3, 14, 6, 50, tzinfo=UTC),  # 1:50; ten minutes later it is 3:00
    ],
)
def test_a_link_for_a_new_password_is_good_for_an_hour_when_daylight_saving_begins_and_ends(at, before):
    user = accounts.user("staff@example.org")
    at(before)
    token = default_token_generator.make_token(user)

    good = []
    for minutes in (15, 59, 61):
        at(before + timedelta(minutes=minutes))
        good.append(default_token_generator.check_token(user, token))

    assert good == [True, True, False]


def test_nothing_of_the_site_asks_the_clock_of_its_machine():
    apps = ("migs_site", "people", "recommendations", "donations", "internships")
    sources = (path for app in apps for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)

    asking = {str(path.relative_to(ROOT)) for path in sources if OWN_CLOCK.search(path.read_text())}

    assert asking == OF_THE_MACHINE
