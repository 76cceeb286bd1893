"""What is kept stays within its limit in bytes, whatever visitors ask for."""

import datetime
import uuid

import pytest
from django.test import Client, RequestFactory

from migs_site.base.content_version import Version
from migs_site.web.page_cache import OVERHEAD, Answer, Answers, PageCache
from tests.content_versions import queries
from tests.factories.pages import contact_details, standard_page
from tests.factories.people import group_page

SMALL = Answer(b"x" * 1_000, False, {})


def filled(limit: int) -> Answers:
    answers = Answers(limit)
    for name in "abc":
        answers.put(name, SMALL)
    return answers


def test_no_more_is_kept_than_the_limit_and_what_was_asked_for_longest_ago_goes_first():
    answers = filled(limit=3 * (len("a") + OVERHEAD + 1_000))
    answers.get("a")

    answers.put("d", SMALL)
    answers.put("d", SMALL)

    assert (list(answers.by_key), answers.size) == (["c", "a", "d"], answers.limit)


def test_nothing_goes_for_an_answer_that_is_larger_than_the_limit():
    answers = filled(limit=3 * (len("a") + OVERHEAD + 1_000))

    answers.put("a", Answer(b"x" * 10_000, False, {}))

    assert (list(answers.by_key), answers.size) == (["b", "c"], 2 * (len("a") + OVERHEAD + 1_000))


def test_addresses_count_too():
    """A number may have any number of zeros before it, and the answer stays the same."""
    cache, version = PageCache(20_000), Version(uuid.uuid4(), datetime.date(2026, 5, 3))
    for zeros in range(1, 40):
        request = RequestFactory().get(f"/id/{'0' * zeros * 100}1.bib")
        request.read_parameters = []
        cache.get(version, request)
        cache.put(version, request, SMALL)

    paths = [*cache.read_parameters, *(path for _scheme, _host, path, _question in cache.pages.by_key)]
    assert 0 < sum(map(len, paths)) + len(cache.pages.by_key) * (OVERHEAD + 1_000) < 20_000


@pytest.mark.django_db(transaction=True)
def test_endless_questions_push_out_no_page(settings):
    contact_details()
    standard_page(slug="about")
    settings.PAGE_CACHE_BYTES = 60_000
    group, client = group_page(title="Team"), Client()
    client.get("/en/about/")
    for year in range(1900, 1930):
        client.get(f"{group.url}?on={year}")

    assert queries(lambda: client.get("/en/about/")) == 1
    assert queries(lambda: client.get(f"{group.url}?on=1929")) == 1
    assert queries(lambda: client.get(f"{group.url}?on=1900")) > 1
