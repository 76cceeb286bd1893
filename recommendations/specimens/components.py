"""Recommendations and the book, also in components of the whole site and on the pages of people."""

import functools

from migs_site.specimens.frame import PUBLISHED, cited
from migs_site.styleguide.registry import states
from migs_site.styleguide.samples import DAY, page_of
from migs_site.styleguide.words import LONG_WORD, say, title, words
from people.specimens.samples import person
from recommendations.models import Status
from recommendations.models.cited_words import Wording
from recommendations.progress_table.page import ProgressPage
from recommendations.specimens.samples import addressee, book, by_addressee, recommendation, set_of_recommendations


def entry(number: int = 1, length: int = 14, **fields) -> dict:
    return {"entry": recommendation(number, length, **fields)}


def with_dependencies() -> dict:
    """An entry that needs two others, and that two others need."""
    made = entry()
    made["entry"].needs = [recommendation(number) for number in (2, 3)]
    made["entry"].needed_by = [recommendation(number) for number in (4, 5)]
    return made


def one_long_word() -> dict:
    made = entry()
    made["entry"].statement = LONG_WORD
    return made


def depends(*lengths: int, note: str = "") -> dict:
    """Recommendations of so many words each, that another rests on."""
    entries = [recommendation(number, length) for number, length in enumerate(lengths, start=9)]
    return {"title": say("Depends on", "Repose sur"), "anchor": "depends", "entries": entries, "note": note}


def thumb_index(number: int, at: int) -> dict:
    """The recommendations of a set of that many, one of them open."""
    entries = [recommendation(each) for each in range(1, number + 1)]
    return {"recommendations": entries, "page": entries[at - 1], "set": set_of_recommendations()}


def between(before: int = 14, after: int = 14) -> dict:
    """The neighbours of a recommendation, of so many words each; none has none."""
    return {
        "before": recommendation(1, before) if before else None,
        "after": recommendation(3, after) if after else None,
    }


def long_addressee():
    made = addressee()
    made.name_en = made.name_fr = title(14)
    return made


def printed(length: int, language: str = "", page: str = "12") -> dict:
    """A wording of so many words as it was printed in a book."""
    return {"wording": Wording(words(length), language, page), "source": (title(4), language)}


def launch(**fields) -> dict:
    return {"set": set_of_recommendations(**fields)}


SPECIMENS = [
    *states(
        "components/recommendation_list.html",
        "band",
        one=lambda: {"groups": by_addressee(1)},
        thirteen=lambda: {"groups": by_addressee(13)},
        with_status=lambda: {"groups": by_addressee(4), "status": True},
        with_lists=lambda: {"groups": by_addressee(4), "progress": page_of(ProgressPage)},
        empty=lambda: {"groups": []},
    ),
    *states(
        "components/recommendation_entry.html",
        "recommendation_list",
        default=entry,
        same_addressee=lambda: entry() | {"again": True},
        with_status=lambda: entry() | {"status": True},
        needs_and_is_needed=with_dependencies,
        eighty_words=lambda: entry(13, 80) | {"status": True},
        three_words=lambda: entry(2, 3),
        long_addressee=lambda: entry(to=long_addressee()),
        one_long_word=one_long_word,
    ),
    *states(
        "components/printed_wording.html",
        "main",
        default=lambda: printed(20),
        pages=lambda: printed(20, page="12-14"),
        other_language=lambda: printed(20, language=say("fr", "en")),
        long=lambda: printed(160),
        without_a_book=lambda: printed(20) | {"source": ("", "")},
    ),
    *states(
        "components/thumb_index.html",
        "main",
        ten=lambda: thumb_index(10, 3),
        forty=lambda: thumb_index(40, 40),
        one=lambda: thumb_index(1, 1),
    ),
    *states(
        "components/previous_and_next.html",
        "main",
        both=between,
        first=lambda: between(before=0),
        last=lambda: between(after=0),
        eighty_words=lambda: between(80, 80),
        only_one=lambda: between(0, 0),
    ),
    *states(
        "components/dependencies.html",
        "main",
        one=lambda: depends(12),
        many=lambda: depends(12, 6, 30),
        with_note=lambda: depends(12, note=words(40)),
        eighty_words=lambda: depends(80),
        three_words=lambda: depends(3),
    ),
    *states(
        "components/made_public.html",
        "margin",
        day_and_place=lambda: launch(launched_on=DAY, launched_at=say("Sample Hall", "Salle d’exemple")),
        day_alone=lambda: launch(launched_on=DAY),
        long_place=lambda: launch(launched_on=DAY, launched_at=f"{title(14)} {LONG_WORD}"),
        empty=launch,
    ),
    *states(
        "components/status.html",
        "text",
        **{status.value: functools.partial(dict, status=status.value, label=status.label) for status in Status},
    ),
]


CITATIONS = states(
    "components/citation.html",
    "footer",
    recommendation=lambda: cited(recommendation(13, 80, **PUBLISHED)),
    book=lambda: cited(book(**PUBLISHED)),
)

WORKS = states(
    "components/contributions.html",
    "content",
    both=lambda: {"books": [book()], "sets": [set_of_recommendations(launched_on=DAY)], "page": person()},
    long=lambda: {"books": [], "sets": [set_of_recommendations(title=title(20))] * 2, "page": person()},
)
