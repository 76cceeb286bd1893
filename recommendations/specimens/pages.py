"""The pages of recommendations, and the home page, which shows them."""

from django.core.paginator import Paginator

from migs_site.models import HomePage
from migs_site.specimens.pages import page
from migs_site.styleguide.samples import DAY, page_of
from migs_site.styleguide.words import prose, title, words
from people.models import PeopleIndexPage
from people.models.memberships import GroupSize
from people.specimens.components import with_everything
from people.specimens.samples import group
from recommendations.models import RecommendationIndexPage
from recommendations.specimens.samples import book, by_addressee, progress_entry, recommendation, set_of_recommendations


def home(length: int, entries: int = 0, **fields) -> dict:
    purposes = [("purpose", {"title": title(max(1, length // 20)), "text": words(length)}) for _ in range(3)]
    dates = [("date", {"date": "2001", "event": words(max(1, length // 3))}) for _ in range(3)]
    made = page_of(
        HomePage, headline=title(length // 4 or 1), introduction=words(length), purposes=purposes, dates=dates
    )
    listed = [entry for _addressee, group in by_addressee(entries) for entry in group]
    return {
        "page": made,
        "set": set_of_recommendations(title=title(max(1, length // 10))),
        "recommendations": listed,
    } | fields


def team(number: int) -> dict:
    """The team on the home page, and other groups beside it."""
    others = [(group(title=title(length)), GroupSize(number * length)) for length in range(1, number + 1)]
    people = page_of(PeopleIndexPage, title=title(2))
    return {"team": group(), "memberships": with_everything(number), "groups": others, "people": people}


def one_recommendation(number: int, length: int, of: int, needs: int = 0) -> dict:
    entries = [entry for _addressee, group in by_addressee(of) for entry in group]
    made = recommendation(number, length, dependency_note=words(30) if needs else "")
    return {
        "page": made,
        "set": set_of_recommendations(launched_on=DAY, launched_at=title(9)),
        "recommendations": entries,
        "addressee": made.addressee,
        "needs": [recommendation(at, 20) for at in range(1, needs + 1)],
        "needed_by": [],
        "status": made.status,
        "status_label": made.status_label,
        "corrections": [],
        "history": Paginator([progress_entry(at, length) for at in range(3)], 20).page(1),
        "before": recommendation(number - 1, length),
        "after": None,
    }


SPECIMENS = [
    *page(
        "migs_site/home_page.html",
        many_words=lambda: home(80, 13, book=book(book_title=title(14)), **team(5)),
        few_words=lambda: home(3, 1, book=book(), **team(1)),
    ),
    *page(
        "recommendations/recommendation_index_page.html",
        many=lambda: {
            "page": page_of(RecommendationIndexPage, title=title(6), introduction=words(60)),
            "sets": [
                (set_of_recommendations(slug="one"), by_addressee(13), None),
                (set_of_recommendations(slug="two", title=title(5)), [], None),
                (set_of_recommendations(slug="three", title=title(3)), by_addressee(20), 900),
            ],
        },
        empty=lambda: {"page": page_of(RecommendationIndexPage, title=title(1)), "sets": []},
    ),
    *page(
        "recommendations/recommendation_set_page.html",
        thirteen=lambda: {
            "page": set_of_recommendations(introduction=prose(3, 80), launched_on=DAY, launched_at=title(14)),
            "addressees": by_addressee(13),
            "source": book(book_title=title(14)),
            "outcomes": Paginator([progress_entry(at, 30, status="") for at in range(3)], 20).page(1),
        },
        one=lambda: {"page": set_of_recommendations(), "addressees": by_addressee(1)},
        empty=lambda: {"page": set_of_recommendations(), "addressees": []},
    ),
    *page(
        "recommendations/recommendation_page.html",
        eighty_words=lambda: one_recommendation(13, 80, of=13, needs=3),
        three_words=lambda: one_recommendation(2, 3, of=2),
        alone=lambda: one_recommendation(1, 14, of=1) | {"before": None},
    ),
]
