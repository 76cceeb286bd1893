"""Whether two printed names may be the same person's."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from people.sorting import sort_key

# Of difflib's ratio. “Stein” and “Stern” have 0.80, “Jon Smyth” and “John Smith” 0.84.
SURNAMES_ALIKE, WHOLES_ALIKE = 0.8, 0.84
MOST_MATCHES = 20


class Known:
    """A name that is there already; ``token`` says whose it is."""

    def __init__(self, token: str, title: str, given_names: str, surname: str):
        self.token, self.title = token, title
        self.given_names, self.surname = given_names, surname

    @cached_property
    def printed(self) -> tuple[str, str]:
        """The name without capitals and punctuation, but with its accents."""
        return printed(self.surname), printed(self.given_names)

    @cached_property
    def family(self) -> str:
        return plain(self.surname)

    @cached_property
    def given(self) -> list[str]:
        return plain(self.given_names).split()

    @cached_property
    def whole(self) -> str:
        return " ".join([self.family, *self.given])

    @cached_property
    def initials(self) -> frozenset[str]:
        return frozenset(part[0] for part in (self.family, *self.given[:1]) if part)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.whole.split())

    @cached_property
    def family_matcher(self) -> SequenceMatcher:
        return SequenceMatcher(b=self.family, autojunk=False)  # remembers much about its second text, and is kept

    @cached_property
    def whole_matcher(self) -> SequenceMatcher:
        return SequenceMatcher(b=self.whole, autojunk=False)

    def is_like(self, other: "Known") -> bool:
        """The same but for accents or the order of the words, with more or fewer words, or misspelt."""
        shared = self.words & other.words
        if len(shared) > 1 and shared in (self.words, other.words):
            return True
        given_fit = all(map(begins_alike, self.given, other.given))
        if given_fit and are_alike(self.family_matcher, other.family, SURNAMES_ALIKE):
            return True
        return are_alike(self.whole_matcher, other.whole, WHOLES_ALIKE)


class Match(NamedTuple):
    known: Known
    is_exact: bool


class Names:
    """Names to be found again: a new name is compared only with those that share a surname or the initials."""

    def __init__(self, known: Iterable[Known] = ()):
        self.by_surname = defaultdict(list)
        self.by_initials = defaultdict(list)
        for one in known:
            self.add(one)

    def add(self, one: Known) -> None:
        for word in set(one.family.split()):
            self.by_surname[word].append(one)
        self.by_initials[one.initials].append(one)

    def like(self, name: Known) -> list[Match]:
        """Those whose name is this one or nearly this one, each person once, the same names first."""
        near = [one for word in set(name.whole.split()) for one in self.by_surname.get(word, [])]
        near += self.by_initials.get(name.initials, [])
        found = {}
        for one in near:
            is_exact = one.printed == name.printed
            if is_exact or (one.token not in found and name.is_like(one)):
                found[one.token] = Match(one, is_exact)
        best = sorted(found.values(), key=lambda match: (not match.is_exact, match.known.whole, match.known.token))
        return best[:MOST_MATCHES]


def are_alike(matcher: SequenceMatcher, text: str, least: float) -> bool:
    matcher.set_seq1(text)
    return matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least and matcher.ratio() >= least


def plain(name: str) -> str:
    return sort_key(name.replace(",", " "))


def printed(name: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", name.casefold())))


def begins_alike(first: str, second: str) -> bool:
    """Whether one word may stand for the other: an initial, a short form, or the word itself."""
    return first.startswith(second) or second.startswith(first)
