"""Very many people, groups, recommendations and books, to see how the site bears them."""

import datetime
import itertools
from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from stdnum import ean, isbn

from benchmarks.bulk_pages import SOME, BulkPages
from migs_site.link_checker.models import OutsideLink, Problem
from migs_site.link_checker.services import bring_list_up_to_date
from migs_site.models import HomePage
from people.models import GroupPage, Membership, Organization, PeopleIndexPage, PersonPage
from recommendations.models import (
    Addressee,
    BookPage,
    BookSeller,
    Correction,
    Edition,
    ProgressEntry,
    ProgressSource,
    RecommendationIndexPage,
    RecommendationPage,
    RecommendationSetPage,
)

IN_A_SET = 100
CORRECTED = 10  # one recommendation in so many


class BulkData(BulkPages):
    """What is made of each kind, one method each."""

    def people(self, number: int) -> list[PersonPage]:
        made = (
            {"given_names": self.name(), "surname": f"{self.name()} {self.name()}", "position": self.words(2)}
            for _ in range(number)
        )
        return self.add_pages(PeopleIndexPage, made, PersonPage)

    def groups(self, number: int) -> list[GroupPage]:
        return self.add_pages(PeopleIndexPage, ({"title": self.words(3)} for _ in range(number)), GroupPage)

    def memberships(self, people: list[PersonPage], groups: list[GroupPage], number: int) -> None:
        """Each pair of a person and a group at most once. Three of four people have left, the others some groups."""
        pairs = itertools.islice(self.pairs(len(people), len(groups)), number)
        rows = []
        for person, group in pairs:
            first, last = sorted([self.day(), self.day()])
            is_over = person % 4 or self.random.random() < 0.5
            rows.append(
                Membership(person=people[person], group=groups[group], starts_on=first, ends_on=last if is_over else "")
            )
        Membership.objects.bulk_create(rows, batch_size=SOME)

    def recommendations(self, number: int, in_a_set: int) -> list[RecommendationPage]:
        """In sets, each with the day it was made public, to the addressees that are there; some have a correction."""
        to = list(Addressee.objects.order_by("pk"))
        made = []
        for start in range(0, number, in_a_set):
            here = range(1, min(in_a_set, number - start) + 1)
            facts = {"title": self.words(3), "addressed_to": self.words(2), "launched_on": datetime.date(2009, 9, 22)}
            new = self.add_pages(RecommendationIndexPage, [facts], RecommendationSetPage)
            rows = [
                {"number": place, "statement": self.words(14), "addressee": self.random.choice(to)} for place in here
            ]
            made += self.add_pages_below(new[0], rows, RecommendationPage)
        Correction.objects.bulk_create(self.correction(page) for page in made[-1::-CORRECTED])
        return made

    def correction(self, page: RecommendationPage) -> Correction:
        reason, earlier = self.words(8), self.words(14)
        return Correction(
            recommendation=page, date=datetime.date(2012, 1, 9), reason_en=reason, reason_fr=reason, earlier_en=earlier
        )

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
        ProgressSource.objects.bulk_create((self.source(entry) for entry in made), batch_size=SOME)

    def source(self, entry: ProgressEntry) -> ProgressSource:
        facts = {"title_en": self.words(4), "publisher_en": self.words(1), "read_on": datetime.date(2012, 1, 9)}
        return ProgressSource(entry=entry, address=self.address(), **facts)

    def organizations(self, number: int) -> list[Organization]:
        before = Organization.objects.count()
        made = [
            Organization(slug=f"sample-{before + place}", name_en=self.words(3), website=self.address(), is_seller=True)
            for place in range(number)
        ]
        return Organization.objects.bulk_create(made, batch_size=SOME)

    def editions(self, number: int, sellers: list[Organization]) -> None:
        """Four of each book, each with three sellers."""
        titles = [self.words(4) for _ in range(-(-number // 4))]
        books = self.add_pages(HomePage, ({"title": title, "book_title": title} for title in titles), BookPage)
        first = Edition.objects.count()
        rows = [
            Edition(book=books[place // 4], year=2010, imprint=self.words(2), isbn=book_number(first + place))
            for place in range(number)
        ]
        made = Edition.objects.bulk_create(rows, batch_size=SOME)
        BookSeller.objects.bulk_create(
            [
                BookSeller(edition=edition, organization=organization, address=self.address())
                for edition in made
                for organization in self.random.sample(sellers, k=3)
            ],
            batch_size=SOME,
        )

    def links(self) -> None:
        """As after a night: every address on other sites is known, and one of ten does not work."""
        bring_list_up_to_date()
        links = OutsideLink.objects.filter(last_checked_at=None).order_by("address")
        found = list(links.values_list("pk", flat=True))
        now = timezone.now()
        links.filter(pk__in=found[::10]).update(
            problem=Problem.NOT_FOUND, failures=5, failing_since=now, is_broken=True, last_checked_at=now
        )
        links.update(last_checked_at=now)

    def address(self) -> str:
        return f"https://example.org/{self.random.getrandbits(64):x}"

    def pairs(self, first: int, second: int) -> Iterable[tuple[int, int]]:
        """Every pair of two numbers once, the pairs of each number far apart."""
        for turn in range(second):
            for one in range(first):
                yield one, (one * 7 + turn) % second


def book_number(place: int) -> str:
    """An ISBN with the right check digit."""
    digits = f"9780{place:08}"
    return isbn.format(digits + ean.calc_check_digit(digits))


@transaction.atomic
def add_bulk_data(*, seed: int, in_a_set: int = IN_A_SET, **numbers: int) -> None:
    """Add that many people, groups, memberships, recommendations, entries, organizations and editions.

    What is not named is not made. in_a_set: how many recommendations are made public together.
    """
    wanted = Counter(numbers)
    bulk = BulkData(seed)
    people, groups = bulk.people(wanted["people"]), bulk.groups(wanted["groups"])
    bulk.memberships(people, groups, wanted["memberships"])
    if wanted["recommendations"]:
        bulk.entries(bulk.recommendations(wanted["recommendations"], in_a_set), wanted["entries"])
    sellers = bulk.organizations(wanted["organizations"])
    if wanted["editions"]:
        bulk.editions(wanted["editions"], sellers)
    bulk.links()
