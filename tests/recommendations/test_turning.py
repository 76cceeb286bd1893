"""From one recommendation to the one before and after: whom it is for cannot be read as a part of the way there."""

import pytest
from bs4 import BeautifulSoup

from tests.factories.recommendations import addressee, recommendation, recommendation_set

pytestmark = pytest.mark.django_db


def test_the_way_on_and_its_addressee_are_words_of_their_own(client):
    canada = recommendation_set()
    minister = addressee(slug="prime-minister", name_en="Prime Minister", name_fr="Premier ministre", kind="office")
    first, second, _third = (recommendation(canada, number=number, addressee=minister) for number in (1, 2, 3))

    document = BeautifulSoup(client.get(second.url).content, "html.parser")

    assert [list(way.stripped_strings) for way in document.select(".previous-and-next .entry__to")] == [
        ["Previous recommendation", "To: Prime Minister"],
        ["Next recommendation", "To: Prime Minister"],
    ]
    assert document.select_one(".previous-and-next [rel=prev]")["href"] == first.url
