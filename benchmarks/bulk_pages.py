"""Writes very many pages at once, with made-up words.

Everything follows from the seed: the same seed makes the same names, dates and numbers on every machine.
"""

import datetime
import random
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale, Page

SYLLABLES = ["ba", "cha", "dé", "el", "fra", "go", "hu", "ira", "jo", "ka", "lé", "mar", "no", "ö", "pra", "ri", "so"]
SOME = 1_000


class BulkPages:
    """Adds to a site that has its index pages, in each of its languages."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)  # noqa: S311 (sample data)
        self.locales = list(Locale.objects.filter(language_code__in=dict(settings.LANGUAGES)).order_by("pk"))

    def words(self, number: int) -> str:
        return " ".join(self.name() for _ in range(number)).lower().capitalize()

    def name(self) -> str:
        return "".join(self.random.choices(SYLLABLES, k=self.random.randint(2, 4))).capitalize()

    def day(self) -> str:
        """A day, a month or a year of the last thirty years, as a partial date."""
        return str(datetime.date(1995, 1, 1) + datetime.timedelta(self.random.randrange(11_000)))[
            : self.random.choice([4, 7, 10])
        ]

    def add_pages(self, parent: type[Page], made: Iterable[dict], model: type[Page]) -> list[Page]:
        """The same below the first page of a type."""
        return self.add_pages_below(parent.objects.filter(locale=self.locales[0]).first(), made, model)

    def add_pages_below(self, parent: Page, made: Iterable[dict], model: type[Page]) -> list[Page]:
        """One page a language for each mapping of fields, below a page and its translations. Returns the English ones.

        They are written straight into the tables, without revisions: ten thousand of Wagtail's own saves take hours.
        """
        rows = [{"translation_key": uuid.uuid4(), **fields} for fields in made]
        indexes = Page.objects.filter(translation_key=parent.translation_key, locale__in=self.locales)
        english, *_others = [self.add_below(index, model, rows) for index in indexes.order_by("locale")]
        return english

    def add_below(self, index: Page, model: type[Page], rows: list[dict]) -> list[Page]:
        """Two inserts a thousand pages: Page's table and the page type's, because Django joins them only one by one."""
        step = index.numchild  # children of one page are numbered in the order in which they were made
        last = index.get_last_child()
        step = model._str2int(last.path[len(index.path) :]) if last else 0
        kind, now = ContentType.objects.get_for_model(model), timezone.now()
        pages = []
        for number, fields in enumerate(rows, start=step + 1):
            page = model(**fields, locale=index.locale, content_type=kind, depth=index.depth + 1)
            page.path = model._get_path(index.path, page.depth, number)
            page.set_derived_fields()
            page.slug = page.slug or f"sample-{number}"
            page.url_path = f"{index.url_path}{page.slug}/"
            page.draft_title, page.first_published_at, page.last_published_at = page.title, now, now
            pages.append(page)
        names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
        parents = [Page(**{name: getattr(page, name) for name in names}) for page in pages]
        Page.objects.bulk_create(parents, batch_size=SOME)
        for page, made in zip(pages, parents, strict=True):
            page.pk = page.page_ptr_id = made.pk
        insert_own_rows(model, pages)
        Page.objects.filter(pk=index.pk).update(numchild=index.numchild + len(pages))
        return pages


def insert_own_rows(model: type[Page], pages: list[Page]) -> None:
    """Insert what a page type keeps beside Page, in one statement a thousand pages."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    manager = model._base_manager
    for start in range(0, len(pages), SOME):
        manager._insert(pages[start : start + SOME], fields=fields, using=manager.db)
