"""What one release stored in one place and the next in another moves there with its rows, and comes back.

Going back and coming again takes ten seconds, whatever is stored: one test does it for all.
"""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.factories.pages import translate
from tests.factories.people import organization
from tests.factories.recommendations import (
    book_page,
    book_seller,
    edition,
    progress_entry,
    recommendation,
    recommendation_set,
)

BEFORE = [("recommendations", "0002_previews_out_of_blocks"), ("migs_site", "0004_previews_out_of_blocks")]


def migrate(targets):
    """Of recommendations alone: the other forty migrations since have nothing to do with where records are."""
    executor = MigrationExecutor(connection)
    plan = [step for step in executor.migration_plan(targets) if step[0].app_label == "recommendations"]
    executor.migrate(targets, plan)
    return executor.loader.project_state(targets).apps


@pytest.mark.django_db(transaction=True)
def test_records_go_back_to_where_they_were_and_come_again():
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    book, bare = books()
    recommendations()

    old = migrate(BEFORE)

    editions_are_on_their_books(old, book, bare)
    assert statuses(old) == [(1, "under_way"), (1, "under_way"), (2, "not_assessed"), (3, "not_assessed")]

    old.get_model("recommendations", "BookPage").objects.filter(pk=bare.pk).update(
        imprint="Bare", year=2001, isbn="9780306406157"
    )
    old.get_model("recommendations", "RecommendationPage").objects.filter(number=3).update(status="partly")
    new = migrate(latest)

    editions_are_on_their_own(new, book, bare)
    entries = new.get_model("recommendations", "ProgressEntry").objects.order_by("recommendation__number")
    assert list(entries.values_list("recommendation__number", "status", "date", "live")) == [
        (1, "under_way", "", False),
        (3, "partly", "", False),
    ]
    assert [entry.recommendation.locale.language_code for entry in entries] == ["en", "en"]
    assert public_words(new) == [(1, "One."), (1, "[fr] One."), (2, "Two."), (None, "")]


def books():
    """A book with a French page, two editions and sellers; and one without an edition."""
    book = book_page()
    translate(book)
    printed = edition(
        book, sort_order=0, language="fr", imprint="Press", year=1999, pages=191, isbn="978-0-306-40615-7"
    )
    edition(book, isbn="", sort_order=1)
    shop, press = organization(slug="shop"), organization(slug="press")
    for seller, country in [(press, "CA"), (shop, "US"), (press, "US")]:
        book_seller(printed, seller, country=country)
    return book, book_page(slug="bare", book_title="Bare")


def editions_are_on_their_books(old, book, bare):
    fields = ("book_language", "imprint", "year", "pages", "isbn")
    pages = old.get_model("recommendations", "BookPage").objects.order_by("pk")
    assert list(pages.exclude(pk=bare.pk).values_list(*fields)) == [
        ("fr", "Press", 1999, 191, "978-0-306-40615-7"),
        ("fr", "Press", 1999, 191, "978-0-306-40615-7"),
    ]
    assert list(pages.filter(pk=bare.pk).values_list("imprint", "isbn")) == [("", "")]
    sold = old.get_model("recommendations", "BookSeller").objects.order_by("pk")
    assert list(sold.values_list("book", "organization__slug")) == [(book.pk, "press"), (book.pk, "shop")]


def editions_are_on_their_own(new, book, bare):
    editions = new.get_model("recommendations", "Edition").objects.order_by("sort_order")
    assert list(editions.values_list("book", "language", "imprint", "year", "pages", "isbn")) == [
        (book.pk, "fr", "Press", 1999, 191, "978-0-306-40615-7"),
        (bare.pk, "en", "Bare", 2001, None, ""),  # two editions cannot have one number
    ]
    sold = new.get_model("recommendations", "BookSeller").objects.order_by("pk")
    assert list(sold.values_list("edition__book", "organization__slug", "country")) == [
        (book.pk, "press", ""),  # a page has no room for the country of a seller
        (book.pk, "shop", ""),
    ]


def recommendations():
    """One in both languages with a record, one with nothing but a draft of an entry, one that was never public."""
    canada = recommendation_set()
    one, two = recommendation(canada, number=1, statement="One."), recommendation(canada, number=2, statement="Two.")
    translate(one)
    recommendation(canada, number=3, statement="Three.", live=False)
    for date, status, live in [("2010", "under_way", True), ("2009", "announced", True), ("2011", "rejected", False)]:
        progress_entry(one, date=date, status=status, live=live)
    progress_entry(two, status="carried_out", live=False)


def statuses(old) -> list[tuple]:
    pages = old.get_model("recommendations", "RecommendationPage").objects.order_by("number", "pk")
    return list(pages.values_list("number", "status"))


def public_words(new) -> list[tuple]:
    pages = new.get_model("recommendations", "RecommendationPage").objects.order_by("number", "pk")
    return list(pages.values_list("published_number", "published_statement"))
