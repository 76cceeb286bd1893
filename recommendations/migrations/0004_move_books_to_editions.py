"""What a book's page said of its only edition, and who sells it, move to an edition; and back."""

from django.db import migrations
from django.utils import timezone
from stdnum import isbn

MOVED = ["book_language", "imprint", "isbn", "pages", "year"]


def records(apps):
    """Each book once: its English page, with all its pages."""
    books = {}
    for page in apps.get_model("recommendations", "BookPage").objects.select_related("locale").order_by("pk"):
        books.setdefault(page.translation_key, []).append(page)
    for pages in books.values():
        yield next((page for page in pages if page.locale.language_code == "en"), pages[0]), pages


def move_to_editions(apps, schema_editor):
    editions = apps.get_model("recommendations", "Edition").objects
    sellers = apps.get_model("recommendations", "BookSeller").objects
    taken = set()
    for order, (book, _pages) in enumerate(records(apps)):
        number = isbn.format(book.isbn) if book.isbn else ""
        number = "" if number in taken else number  # two books could share one, two editions cannot
        taken.add(number)
        edition = editions.create(
            book_id=book.pk,
            sort_order=order,
            language=book.book_language,
            imprint=book.imprint,
            year=book.year,
            pages=book.pages,
            isbn=number,
        )
        sellers.filter(book_id=book.pk).update(edition_id=edition.pk)
    sellers.filter(edition=None).delete()  # rows of French pages, which were never shown
    forget_moved_fields(apps)


def forget_moved_fields(apps):
    """Translators are no longer offered these; wagtail-localize would look for them on the page, and not find them."""
    book = {"source__specific_content_type__app_label": "recommendations", "source__specific_content_type__model": "bookpage"}
    segments = apps.get_model("wagtail_localize", "OverridableSegment").objects
    segments.filter(context__path__in=MOVED, **book).delete()


def move_back(apps, schema_editor):
    """A book's page has room for one edition: the first comes back, the others are lost with their sellers."""
    all_editions = apps.get_model("recommendations", "Edition").objects.order_by("sort_order", "pk")
    sellers = apps.get_model("recommendations", "BookSeller").objects
    for book, pages in records(apps):
        first = all_editions.filter(book_id__in=[page.pk for page in pages]).first()
        for page in pages:
            page.book_language = first.language if first else "en"
            page.imprint = first.imprint if first else ""
            page.year = first.year if first else (page.first_published_at or timezone.now()).year
            page.pages = first.pages if first else None
            page.isbn = first.isbn if first else ""
            page.save(update_fields=MOVED)
        known = set()
        for seller in sellers.filter(edition_id=first.pk).order_by("sort_order", "pk") if first else []:
            if seller.organization_id not in known:  # once for each country on an edition, once on a page
                sellers.filter(pk=seller.pk).update(book_id=book.pk, edition=None)
            known.add(seller.organization_id)
    sellers.filter(book=None).delete()
    all_editions._raw_delete(schema_editor.connection.alias)  # a historical model cannot follow a ParentalKey


class Migration(migrations.Migration):
    # Apart from the changes of tables before and after it: PostgreSQL refuses those with rows of the same transaction.
    dependencies = [
        ("recommendations", "0003_editions"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [migrations.RunPython(move_to_editions, move_back)]
