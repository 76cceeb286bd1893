"""Donors are sent to a stored address and nowhere else, and are counted without being known."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from donations.models import DonationCount, DonationTarget
from donations.services import count_donor
from tests.factories.donations import donation_target


def path_in(language: str) -> str:
    with translation.override(language):
        return reverse("donations:redirect", args=["general"])


def counted():
    return list(DonationCount.objects.order_by("language").values_list("language", "count"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "address", "counts"),
    [("en", "https://give.example.org/en", [("en", 1)]), ("fr", "https://give.example.org/fr", [("fr", 1)])],
)
def test_a_donor_is_sent_to_the_address_in_their_language_and_counted(language, address, counts):
    donation_target()

    response = Client().get(path_in(language))

    assert (response.status_code, response["Location"]) == (302, address)
    assert counted() == counts
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_the_query_string_goes_along_after_the_stored_one():
    donation_target(address_en="https://give.example.org/en?fund=7")

    response = Client().get("/en/give/general/?utm_source=brochure&x=1")

    assert response["Location"] == "https://give.example.org/en?fund=7&utm_source=brochure&x=1"


EVIL = [
    "next=https://evil.example/",
    "@evil.example/",
    "//evil.example/",
    "\\\\evil.example",
    "%0d%0aLocation:%20https://evil.example/",
    "\r\nLocation: https://evil.example/",
    "#@evil.example",
    "?://evil.example",
    "&&&=;https://evil.example",
    "%00%ff%fe",
    "/../../..//evil.example",
    "javascript:alert(1)",
    "a" * 4000,
]


@pytest.mark.django_db
@pytest.mark.parametrize("query", EVIL)
def test_no_query_string_changes_where_donors_go(query):
    donation_target()

    response = Client().get("/en/give/general/", QUERY_STRING=query)

    target = urlsplit(response["Location"])
    assert (response.status_code, target.scheme, target.netloc, target.path, target.fragment) == (
        302,
        "https",
        "give.example.org",
        "/en",
        "",
    )
    assert not set(response["Location"]) & {"\r", "\n"}


@pytest.mark.django_db
def test_a_target_without_an_address_is_a_page_that_does_not_exist():
    donation_target(address_en="", address_fr="")

    assert Client().get("/en/give/general/").status_code == 404
    assert counted() == []


@pytest.mark.django_db
def test_french_donors_go_to_the_english_address_while_there_is_no_french_one():
    target = donation_target(address_fr="")

    response = Client().get(path_in("fr"))

    assert response["Location"] == target.address_en
    assert counted() == [("fr", 1)]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_a_visit_is_answered(method):
    donation_target()

    assert getattr(Client(), method)("/en/give/general/").status_code == 405
    assert counted() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "headers"),
    [("head", {}), ("get", {"Sec-Purpose": "prefetch"}), ("get", {"Sec-Purpose": "prefetch;prerender"})],
)
def test_a_look_ahead_is_answered_but_not_counted(method, headers):
    donation_target()

    response = getattr(Client(), method)("/en/give/general/", headers=headers)

    assert (response.status_code, response["Location"]) == (302, "https://give.example.org/en")
    assert counted() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "http://give.example.org/",
        "https://user:secret@give.example.org/",
        "https://give.example.org/#part",
        "https://localhost/",
        "https://give.example.org:8443/",
        "javascript:alert(1)",
        "https://give.example.org/ x",
        "https://give.example.org\\@evil.example/",
        "//give.example.org/",
    ],
)
def test_only_a_whole_https_address_of_a_public_host_can_be_entered(address):
    target = donation_target()
    target.address_en = address

    with pytest.raises(ValidationError) as refused:
        target.full_clean()

    assert list(refused.value.error_dict) == ["address_en"]


@pytest.mark.django_db
def test_the_database_itself_refuses_an_address_without_https():
    with pytest.raises(IntegrityError), transaction.atomic():
        donation_target(address_en="http://give.example.org/")


@pytest.mark.django_db
def test_months_are_added_up_newest_first():
    target = donation_target()
    for day, language, count in [("2026-01-31", "en", 2), ("2026-01-02", "fr", 3), ("2026-02-01", "en", 5)]:
        DonationCount.objects.create(target=target, day=day, language=language, count=count)

    months = [(row["month"].isoformat(), row["donors"]) for row in target.counts.by_month()]

    assert months == [("2026-02-01", 5), ("2026-01-01", 5)]


@pytest.mark.django_db(transaction=True)
def test_twenty_donors_at_once_are_all_counted():
    target = DonationTarget.objects.create(slug="all", name_en="All", name_fr="Tous")

    def give(_number):
        count_donor(target=target, language="en")
        connection.close()

    with ThreadPoolExecutor(20) as donors:
        list(donors.map(give, range(20)))

    assert counted() == [("en", 20)]
