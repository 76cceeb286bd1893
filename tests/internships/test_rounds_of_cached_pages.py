"""A page that has not changed says what may be applied for now, when a round opens or closes and nothing is stored."""

import time

import pytest

from tests.content_versions import queries
from tests.factories.internships import application, offer, project, round_of
from tests.factories.pages import contact_details

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_page_changes_at_the_instant_at_which_a_round_closes(client):
    """Whatever else happens: nothing is stored at that moment, and no job runs."""
    contact_details()
    page = offer()
    made = round_of(project("Media Monitoring", slug="media"), closes=3 / 86_400)
    closes = time.monotonic() + 3
    address = page.url
    client.get(address)

    before, asked = [], []
    asked.append(queries(lambda: before.append(client.get(address).text)))
    time.sleep(max(0, closes - time.monotonic()) + 0.05)
    after = client.get(address).text
    asked.append(queries(lambda: client.get(address)))

    assert ("Open until" in before[0], "Closed on" in before[0]) == (True, False)
    assert ("Open until" in after, "Closed on" in after) == (False, True)
    assert asked == [1, 1]
    assert made.applications.count() == 0


def test_while_places_are_counted_the_page_is_made_for_each_visit(client):
    contact_details()
    page = offer()
    made = round_of(project("Media Monitoring", slug="media"), capacity=1)
    client.get(page.url)

    application(round=made)

    assert "This round has received all it can take." in client.get(page.url).text


def test_a_round_that_is_moved_shows_at_once(client):
    contact_details()
    page = offer()
    made = round_of(project("Media Monitoring", slug="media"))
    client.get(page.url)

    made.projects.clear()

    assert "Open until" not in client.get(page.url).text
