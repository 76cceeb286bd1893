"""Whether two printed names may be the same person's, and who on the site has such a name."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from migs_site.base.primary_pages import primary
from people.models import PersonPage
from people.sorting import sort_key

# Of difflib's ratio. “Stein” and “Stern” have 0.80, “Jon Smyth” and “John Smith” 0.84.
MINIMUM_FOR_SURNAMES, MINIMUM_FOR_NAMES = 0.8, 0.84
MOST_MATCHES = 20


@dataclass(frozen=True, eq=False)
class NameRecord:
    """A name to compare with others. ``token`` says whose it is, ``title`` how it is shown."""

    token: str
    title: str
    given_names: str
    surname: str

    @cached_property
    def printed(self) -> tuple[list[str], list[str]]:
        """The words of the name without capitals and punctuation, but with their accents."""
        return printed_words(self.surname), printed_words(self.given_names)

    @cached_property
    def family(self) -> str:
        return letters_of(self.surname)

    @cached_property
    def given(self) -> list[str]:
        return letters_of(self.given_names).split()

    @cached_property
    def whole(self) -> str:
        return " ".join([self.family, *self.given])

    @cached_property
    def initials(self) -> frozenset[str]:
        return frozenset(part[0] for part in (self.family, *self.given[:1]) if part)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.whole.split())

    def is_similar(self, other: "NameRecord") -> bool:
        """The same but for accents or the order of the words, with more or fewer words, or misspelt."""
        shared = self.words & other.words
        if len(shared) > 1 and shared in (self.words, other.words):
            return True
        # One given name may stand for another as an initial or a short form.
        fit = all(a.startswith(b) or b.startswith(a) for a, b in zip(self.given, other.given, strict=False))
        if fit and is_ratio_at_least(MINIMUM_FOR_SURNAMES, other.family, self.family):
            return True
        return is_ratio_at_least(MINIMUM_FOR_NAMES, other.whole, self.whole)


class NameMatch(NamedTuple):
    record: NameRecord
    is_exact: bool


class NameIndex:
    """Names to be found again: a new name is compared only with those that share a surname or the initials."""

    def __init__(self, records: Iterable[NameRecord] = ()):
        self.by_surname = defaultdict(list)
        self.by_initials = defaultdict(list)
        for record in records:
            self.add(record)

    def add(self, record: NameRecord) -> None:
        for word in set(record.family.split()):
            self.by_surname[word].append(record)
        self.by_initials[record.initials].append(record)

    def find_similar(self, name: NameRecord) -> list[NameMatch]:
        """Those whose name is this one or nearly this one, each person once, the same names first."""
        candidates = [record for word in set(name.whole.split()) for record in self.by_surname.get(word, [])]
        candidates += self.by_initials.get(name.initials, [])
        matches = {}
        for record in candidates:
            is_exact = record.printed == name.printed
            if is_exact or (record.token not in matches and name.is_similar(record)):
                matches[record.token] = NameMatch(record, is_exact)
        best = sorted(matches.values(), key=lambda match: (not match.is_exact, match.record.whole, match.record.token))
        return best[:MOST_MATCHES]


def is_ratio_at_least(minimum: float, first: str, second: str) -> bool:
    matcher = SequenceMatcher(a=first, b=second, autojunk=False)
    # The two quick ratios are upper bounds, which spare the slow one for most names.
    return all(ratio() >= minimum for ratio in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio))


def letters_of(name: str) -> str:
    return sort_key(name.replace(",", " "))


def printed_words(name: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", name.casefold()))


class PeopleDirectory:
    """The names of everybody, read in one query when first needed; the token of a match is the person's number."""

    @cached_property
    def pages(self) -> list[PersonPage]:
        """Every person's English page, with those that were merged into another."""
        pages = PersonPage.objects.filter(primary())
        return list(pages.only("title", "given_names", "surname", "live", "merged_into_id"))

    @cached_property
    def people(self) -> dict[int, PersonPage]:
        return {page.pk: page for page in self.pages if not page.merged_into_id}

    @cached_property
    def names(self) -> NameIndex:
        """All names; that of a merged page is another name of the person whom it was merged into."""
        owners = [(self.people.get(page.merged_into_id or page.pk), page) for page in self.pages]
        return NameIndex(
            NameRecord(str(owner.pk), owner.title, page.given_names, page.surname) for owner, page in owners if owner
        )

    def find_similar(self, given_names: str, surname: str) -> list[NameMatch]:
        return self.names.find_similar(NameRecord("", "", given_names, surname))
