"""What a book's page said of its only edition moves to an edition, and comes back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.factories.pages import translate
from tests.factories.people import organization
from tests.factories.recommendations import book_page, book_seller, edition

BEFORE = [("recommendations", "0002_previews_out_of_blocks"), ("migs_site", "0004_previews_out_of_blocks")]


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@pytest.mark.django_db(transaction=True)
def test_editions_go_back_to_their_books_and_come_again():
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    book = book_page()
    translate(book)
    bare = book_page(slug="bare", book_title="Bare")
    printed = edition(
        book, sort_order=0, language="fr", imprint="Press", year=1999, pages=191, isbn="978-0-306-40615-7"
    )
    edition(book, isbn="", sort_order=1)
    shop, press = organization(slug="shop"), organization(slug="press")
    for seller, country in [(press, "CA"), (shop, "US"), (press, "US")]:
        book_seller(printed, seller, country=country)

    old = migrate(BEFORE)

    fields = ("book_language", "imprint", "year", "pages", "isbn")
    pages = old.get_model("recommendations", "BookPage").objects.order_by("pk")
    assert list(pages.exclude(pk=bare.pk).values_list(*fields)) == [
        ("fr", "Press", 1999, 191, "978-0-306-40615-7"),
        ("fr", "Press", 1999, 191, "978-0-306-40615-7"),
    ]
    assert list(pages.filter(pk=bare.pk).values_list("imprint", "isbn")) == [("", "")]
    sold = old.get_model("recommendations", "BookSeller").objects.order_by("pk")
    assert list(sold.values_list("book", "organization__slug")) == [(book.pk, "press"), (book.pk, "shop")]

    pages.filter(pk=bare.pk).update(imprint="Bare", year=2001, isbn="9780306406157")
    new = migrate(latest)

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
