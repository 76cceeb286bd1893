"""Very many people, groups and recommendations, to see how the site bears them. Never on a server.

Everything follows from the seed: the same seed makes the same names, dates and numbers on every machine.
"""

import datetime
import itertools
import random
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from people.models import GroupPage, Membership, PeopleIndexPage, PersonPage
from recommendations.models import (
    Addressee,
    ProgressEntry,
    ProgressSource,
    RecommendationIndexPage,
    RecommendationPage,
    RecommendationSetPage,
)

SYLLABLES = ["ba", "cha", "dé", "el", "fra", "go", "hu", "ira", "jo", "ka", "lé", "mar", "no", "ö", "pra", "ri", "so"]
SOME = 1_000
IN_A_SET = 100


class Many:
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
        twins = Page.objects.filter(translation_key=parent.translation_key, locale__in=self.locales)
        english, *_others = [self.add_below(twin, model, rows) for twin in twins.order_by("locale")]
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
            page.derive()
            page.slug = page.slug or f"many-{number}"
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

    def people(self, number: int) -> list[PersonPage]:
        made = (
            {"given_names": self.name(), "surname": f"{self.name()} {self.name()}", "position": self.words(2)}
            for _ in range(number)
        )
        return self.add_pages(PeopleIndexPage, made, PersonPage)

    def groups(self, number: int) -> list[GroupPage]:
        return self.add_pages(PeopleIndexPage, ({"title": self.words(3)} for _ in range(number)), GroupPage)

    def memberships(self, people: list[PersonPage], groups: list[GroupPage], number: int) -> None:
        """Each pair of a person and a group at most once; half of them are over."""
        pairs = itertools.islice(self.pairs(len(people), len(groups)), number)
        rows = []
        for person, group in pairs:
            first, last = sorted([self.day(), self.day()])
            is_over = self.random.random() < 0.5 and last > first
            rows.append(
                Membership(person=people[person], group=groups[group], starts_on=first, ends_on=last if is_over else "")
            )
        Membership.objects.bulk_create(rows, batch_size=SOME)

    def recommendations(self, number: int) -> list[RecommendationPage]:
        """In sets of a hundred, each with the day it was made public, to the addressees that are there."""
        to = list(Addressee.objects.order_by("pk"))
        made = []
        for start in range(0, number, IN_A_SET):
            here = range(1, min(IN_A_SET, number - start) + 1)
            facts = {"title": self.words(3), "addressed_to": self.words(2), "launched_on": datetime.date(2009, 9, 22)}
            new = self.add_pages(RecommendationIndexPage, [facts], RecommendationSetPage)
            rows = [
                {"number": place, "statement": self.words(14), "addressee": self.random.choice(to)} for place in here
            ]
            made += self.add_pages_below(new[0], rows, RecommendationPage)
        return made

    def entries(self, recommendations: list[RecommendationPage], number: int) -> None:
        """Progress, the same number for each recommendation, with one source each."""
        statuses = [status for status, _label in ProgressEntry._meta.get_field("status").choices]
        now, rows = timezone.now(), []
        for place in range(number):
            words = self.words(20)
            rows.append(
                ProgressEntry(
                    recommendation=recommendations[place % len(recommendations)],
                    date=self.day(),
                    status=self.random.choice(statuses),
                    judgement_en=words,
                    judgement_fr=words,
                    first_published_at=now,
                    last_published_at=now,
                )
            )
        made = ProgressEntry.objects.bulk_create(rows, batch_size=SOME)
        sources = [
            ProgressSource(entry=entry, title_en=self.words(4), publisher_en=self.words(1), published_on="2010")
            for entry in made
        ]
        ProgressSource.objects.bulk_create(sources, batch_size=SOME)

    def pairs(self, first: int, second: int) -> Iterable[tuple[int, int]]:
        """Every pair of two numbers once, the pairs of each number far apart."""
        for turn in range(second):
            for one in range(first):
                yield one, (one * 7 + turn) % second


def insert_own_rows(model: type[Page], pages: list[Page]) -> None:
    """Insert what a page type keeps beside Page, in one statement a thousand pages."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    manager = model._base_manager
    for start in range(0, len(pages), SOME):
        manager._insert(pages[start : start + SOME], fields=fields, using=manager.db)


@transaction.atomic
def make_many(*, seed: int, **numbers: int) -> None:
    """Add that many people, groups, memberships, recommendations and entries; what is not named is not made."""
    many = Many(seed)
    people, groups = many.people(numbers["people"]), many.groups(numbers["groups"])
    many.memberships(people, groups, numbers["memberships"])
    if numbers.get("recommendations"):
        many.entries(many.recommendations(numbers["recommendations"]), numbers["entries"])
