"""Sample recommendations, progress, books and sellers for specimens: never stored, all of them plainly invented."""

from migs_site.styleguide.samples import DAY, page_of
from migs_site.styleguide.words import say, title, words
from people.specimens.samples import organization
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
from recommendations.progress_table.rows import TableRow


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


def by_addressee(number: int) -> list[tuple[Addressee, list[RecommendationPage]]]:
    """That many recommendations, three for each addressee; the second of each three needs the first."""
    groups = []
    for first in range(1, number + 1, 3):
        to = addressee(first)
        entries = [recommendation(at, 6 + 5 * (at % 4), to) for at in range(first, min(first + 3, number + 1))]
        if len(entries) > 1:
            entries[1].needs, entries[0].needed_by = [entries[0]], [entries[1]]
        groups.append((to, entries))
    return groups


def rows(number: int, length: int = 14, **fields) -> list[TableRow]:
    """That many rows of the progress table; every second one has been assessed."""
    made = []
    for at in range(1, number + 1):
        page = recommendation(at, length, **fields)
        page.status = list(Status)[at % len(Status)].value if at % 2 else Status.NOT_ASSESSED.value
        page.assessed_on = ["2001", "2001-09", "2001-09-01"][at % 3] if at % 2 else ""
        made.append(TableRow(page, set_of_recommendations(), source(length // 3 or 1) if at % 2 else None))
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
