"""Records for the specimens: real models, never stored, all of them plainly invented."""

import datetime
import itertools

from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Locale

from migs_site.base.samples import placed, sample_picture
from migs_site.models import ContactDetails
from migs_site.models.contact import SocialLink
from migs_site.styleguide.words import LONG_EMAIL, say, title, words
from migs_site.web.navigation import MenuEntry, Version
from people.models import GroupPage, Membership, Organization, PersonPage
from recommendations.models import (
    Addressee,
    BookPage,
    BookSeller,
    Edition,
    ProgressEntry,
    ProgressSource,
    RecommendationPage,
    RecommendationSetPage,
    Status,
)
from recommendations.progress_table.counts import Segment, segments
from recommendations.progress_table.rows import Row

CODES = [code for code, _name in settings.LANGUAGES]
# A day that every specimen can be compared on.
DAY = datetime.date(2001, 9, 1)


def locale(code: str | None = None) -> Locale:
    """The reader's language unless another is named. The number only has to tell languages apart."""
    code = code or get_language()
    return Locale(pk=CODES.index(code) + 1, language_code=code)


def other_language() -> str:
    return next(code for code in CODES if code != get_language())


def page_of(model, *, language: str | None = None, **fields):
    """A page of a type, in the reader's language, with an address."""
    page = placed(model(locale=locale(language), **fields))
    page.derive()
    return page


def person(given_names: str = "Robin", surname: str = "Sample", **fields) -> PersonPage:
    return page_of(PersonPage, given_names=given_names, surname=surname, **fields)


# Names that break layouts: five words, one letter, letters beyond Latin-1, right to left, nothing but a surname.
FIVE_WORDS = ("Maria Aurelia", "van der Sample del Example")
ONE_LETTER = ("A.", "O")
FAR_LETTERS = ("Łucja Ğülşen", "Šamplović-Ćexamplewska")
ARABIC = ("اسم", "نموذجي")
HEBREW = ("שם", "דוגמה")
ALONE = ("", "Sample")
NAMES = [FIVE_WORDS, ONE_LETTER, FAR_LETTERS, ARABIC, HEBREW, ALONE, ("Robin", "Sampleinternationalization")]


def membership(person: PersonPage, *, english: str = "", french: str = "") -> Membership:
    return Membership(group=group(), person=person, role_en=english, role_fr=french)


def memberships(number: int, **roles: str) -> list[Membership]:
    """That many members whose surnames begin with each letter in turn."""
    letters = [chr(ord("A") + place % 26) for place in range(number)]
    people = [person(f"Robin {place + 1}", f"{letter}sample") for place, letter in enumerate(letters)]
    return [membership(each, **roles) for each in people]


def dated_memberships(number: int) -> list[Membership]:
    """Members whose dates are known to the day, the month, the year, on one side, or not at all."""
    dates = [("2001", "2004"), ("2001-09", "2004-05"), ("2001-09-01", "2001-10-30"), ("2001-09-01", ""), ("", "2004")]
    rows = memberships(number, english="Sample role", french="Rôle d’exemple")
    for row, (row.starts_on, row.ends_on), standing in zip(
        rows, itertools.cycle([*dates, ("", "")]), itertools.cycle(["", "", "in_memoriam", "emeritus"]), strict=False
    ):
        row.affiliation_en = row.affiliation_fr = "Sample University"
        row.person.standing = standing
    return rows


def difficult_memberships(**roles: str) -> list[Membership]:
    return [membership(person(*names), **roles) for names in NAMES]


def group(**fields) -> GroupPage:
    return page_of(GroupPage, **{"title": say("Sample Committee", "Comité Exemple")} | fields)


def addressee(number: int = 1) -> Addressee:
    names = {"name_en": f"Sample Office {number}", "name_fr": f"Bureau d’exemple {number}"}
    return Addressee(pk=number, slug=f"sample-{number}", **names)


def recommendation(number: int = 1, length: int = 14, to: Addressee | None = None, **fields) -> RecommendationPage:
    """One of that number and of that many words, which neither needs another nor is needed."""
    page = page_of(RecommendationPage, number=number, statement=words(length), addressee=to or addressee(), **fields)
    page.needs, page.needed_by = [], []
    page.status, page.assessed_on = Status.NOT_ASSESSED.value, ""
    return page


def set_of_recommendations(**fields) -> RecommendationSetPage:
    standard = {"title": say("To the Sample Office", "Au Bureau d’exemple"), "addressed_to": addressee().name}
    return page_of(RecommendationSetPage, **standard | fields)


def docket(number: int) -> list[tuple[Addressee, list[RecommendationPage]]]:
    """That many recommendations, three for each addressee; the second of each three needs the first."""
    groups = []
    for first in range(1, number + 1, 3):
        to = addressee(first)
        entries = [recommendation(at, 6 + 5 * (at % 4), to) for at in range(first, min(first + 3, number + 1))]
        if len(entries) > 1:
            entries[1].needs, entries[0].needed_by = [entries[0]], [entries[1]]
        groups.append((to, entries))
    return groups


def rows(number: int, length: int = 14, **fields) -> list[Row]:
    """That many rows of the progress table; every second one has been assessed."""
    made = []
    for at in range(1, number + 1):
        page = recommendation(at, length, **fields)
        page.status = list(Status)[at % len(Status)].value if at % 2 else Status.NOT_ASSESSED.value
        page.assessed_on = ["2001", "2001-09", "2001-09-01"][at % 3] if at % 2 else ""
        made.append(Row(page, set_of_recommendations(), source(length // 3 or 1) if at % 2 else None))
    return made


def strip(*numbers: int) -> list[Segment]:
    """The picture of that many recommendations in each status, in the order of the statuses."""
    return segments(dict(zip(Status.values, numbers, strict=False)), lambda status: f"/?status={status}")


def source(length: int = 4, **fields) -> ProgressSource:
    """A page on the web that was read, with a title of that many words."""
    standard = {"title_en": title(length), "publisher_en": "Sample Gazette", "published_on": "2001-09"}
    return ProgressSource(**standard | {"address": "https://example.org/", "read_on": DAY} | fields)


def progress_entry(pk: int = 1, length: int = 30, sources: list | None = None, **fields) -> ProgressEntry:
    """What the institute says of a recommendation in that many words."""
    judgement = {"judgement_en": words(length), "judgement_fr": words(length)}
    standard = {"date": "2001-09-01", "status": Status.UNDER_WAY.value}
    entry = ProgressEntry(pk=pk, **standard | judgement | fields)
    entry.sources = [source()] if sources is None else sources
    return entry


def book(editions: list[Edition] | None = None, **fields) -> BookPage:
    """A book with one edition and no seller, unless other editions are given."""
    standard = {
        "title": say("The sample book", "Le livre d’exemple"),
        "book_title": "Sample Book",
        "subtitle": "What a Subtitle Looks Like",
        "introduction": f"<p>{words(40)}</p>",
    }
    made = page_of(BookPage, **standard | fields)
    made.editions_shown = [edition()] if editions is None else editions
    return made


def edition(sold_by: list[BookSeller] | None = None, **fields) -> Edition:
    standard = {"imprint": "Sample Press", "year": 2001}
    return Edition(sellers=sold_by or [], **standard | fields)


def cover_picture():
    return sample_picture("cover", say("A sample cover", "Une couverture d’exemple"))


def portrait_picture():
    return sample_picture("portrait", say("A sample portrait", "Un portrait d’exemple"))


def landscape_picture(credit: str = ""):
    return sample_picture("landscape", say("A sample picture", "Une image d’exemple"), credit)


def sellers(number: int, length: int = 2, *countries: str) -> list[BookSeller]:
    """That many sellers whose names have that many words, in these countries in turn."""
    named = [organization(f"{title(length)} {place}") for place in range(1, number + 1)]
    return [
        BookSeller(
            organization=each,
            address="https://example.org/",
            country=countries[at % len(countries)] if countries else "",
            sort_order=at,
        )
        for at, each in enumerate(named)
    ]


def organization(name: str = "", **fields) -> Organization:
    name = name or say("Sample Foundation", "Fondation Exemple")
    return Organization(name_en=name, name_fr=name, **fields)


def contact(**fields) -> ContactDetails:
    standard = {
        "name_en": "Sample Institute",
        "name_fr": "Institut Exemple",
        "acronym": "SI",
        "university_en": "Sample University",
        "university_fr": "Université Exemple",
        "postal_address_en": "1 Sample Street\nSampletown",
        "postal_address_fr": "1, rue de l’Exemple\nExempleville",
        "telephone": "514 555-0100",
        "telephone_extensions": "11, 12",
        "fax": "514 555-0199",
        "email": "sample@example.org",
        "website": "https://example.org/",
        "social_links": [SocialLink(network="Sample network", address="https://example.org/sample")],
    }
    return ContactDetails(**standard | fields)


def long_contact() -> ContactDetails:
    return contact(
        name_en="Sample Institute for the Internationalization of Responsibilities and Sample Studies",
        name_fr="Institut d’exemple pour l’internationalisation des responsabilités et les études d’exemple",
        acronym="SIIRSS",
        postal_address_en="\n".join(f"Sample line {number} of a long address" for number in range(1, 7)),
        postal_address_fr="\n".join(f"Ligne d’exemple {number} d’une longue adresse" for number in range(1, 7)),
        telephone_extensions="11111, 22222, 33333",
        email=LONG_EMAIL,
        website="https://a-very-long-sample-name-of-a-site-without-any-space.departments.example.org/",
    )


def bare_contact() -> ContactDetails:
    """As on the first day: nothing filled in."""
    return ContactDetails(social_links=[])


def menu(number: int, length: int = 1, current: str = "") -> list[MenuEntry]:
    """That many entries; the second carries the mark of where the reader is."""
    return [MenuEntry(f"{title(length)} {at}", "/", current if at == 2 else "") for at in range(1, number + 1)]


def versions(*, here: str | None = "/", there: str | None = "/", home: str | None = "/") -> list[Version]:
    """The page at hand in the reader's language and in the other; without an address where it does not exist."""
    names = {"en": "English", "fr": "Français"}
    addresses = {get_language(): here, other_language(): there}
    return [Version(code, names[code], addresses[code], home) for code in CODES]
