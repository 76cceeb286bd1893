"""Page types with other words than the site's own: far more, hardly any, none, and the names that break layouts.

How a page looks with ordinary words is seen on the site itself.
"""

from django.core.paginator import Paginator

from donations.models import DonatePage, DonationTarget
from internships.models import InternshipPage
from migs_site.models import ContactPage, HomePage, ProjectPage, StandardPage
from migs_site.styleguide.records import (
    DAY,
    book,
    docket,
    group,
    organization,
    page_of,
    progress_entry,
    recommendation,
    set_of_recommendations,
)
from migs_site.styleguide.specimens.frame import launches
from migs_site.styleguide.specimens.people import with_everything
from migs_site.styleguide.specimens.specimen import Specimen, states
from migs_site.styleguide.words import LONG_EMAIL, LONG_WORD, prose, title, words
from people.models import PeopleIndexPage
from people.models.memberships import Size
from recommendations.models import RecommendationIndexPage


def page(template: str, **inputs) -> list[Specimen]:
    return states(template, "document", **inputs)


def body(length: int) -> list[tuple]:
    """A part with text, a quotation, a list of facts and a picture's worth of words, of that length."""
    return [
        ("heading", {"text": title(max(1, length // 12)), "anchor": "part"}),
        ("text", prose(2, length)),
        ("quotation", {"words": words(length), "source": title(max(1, length // 10))}),
        ("facts", [{"term": title(max(1, length // 20)), "description": prose(1, length)}]),
        ("key_message", {"claim": words(max(3, length // 4)), "explanation": prose(1, length), "anchor": "message"}),
    ]


def standard(length: int) -> dict:
    made = page_of(StandardPage, title=title(max(1, length // 10)), introduction=words(length), body=body(length))
    return {"page": made}


def home(length: int, entries: int = 0, **fields) -> dict:
    purposes = [("purpose", {"title": title(max(1, length // 20)), "text": words(length)}) for _ in range(3)]
    dates = [("date", {"date": "2001", "event": words(max(1, length // 3))}) for _ in range(3)]
    made = page_of(
        HomePage, headline=title(length // 4 or 1), introduction=words(length), purposes=purposes, dates=dates
    )
    listed = [entry for _addressee, group in docket(entries) for entry in group]
    return {
        "page": made,
        "set": set_of_recommendations(title=title(max(1, length // 10))),
        "recommendations": listed,
    } | fields


def team(number: int) -> dict:
    """The team on the home page, and other groups beside it."""
    others = [(group(title=title(length)), Size(number * length)) for length in range(1, number + 1)]
    people = page_of(PeopleIndexPage, title=title(2))
    return {"team": group(), "memberships": with_everything(number), "groups": others, "people": people}


def one_recommendation(number: int, length: int, of: int, needs: int = 0) -> dict:
    entries = [entry for _addressee, group in docket(of) for entry in group]
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
        "record": Paginator([progress_entry(at, length) for at in range(3)], 20).page(1),
        "before": recommendation(number - 1, length),
        "after": None,
    }


def project(length: int, rows: int) -> dict:
    made = page_of(
        ProjectPage,
        title=title(max(1, length // 10)),
        acronym="SP",
        started_on=DAY,
        introduction=words(length),
        aims=prose(2, length),
        audience=prose(1, length),
        body=body(length),
    )
    funders = [organization(title(18))] * rows
    return {"page": made, "launches": launches(rows, length), "funders": funders}


def donate(length: int, address: str = "") -> dict:
    target = DonationTarget(slug="sample", name_en="Sample", name_fr="Exemple", address_en=address)
    made = page_of(
        DonatePage,
        title=title(max(1, length // 20)),
        introduction=words(length),
        supports=prose(1, length),
        tax_receipt=prose(1, length),
        how=prose(1, length),
        target=target,
        button=title(max(1, length // 12)),
    )
    return {"page": made}


def internship(length: int, **fields) -> dict:
    texts = {name: prose(1, length) for name in ("who", "when", "projects_text", "documents_text")}
    made = page_of(InternshipPage, title=title(max(1, length // 20)), introduction=words(length), **texts, **fields)
    return {"page": made}


SPECIMENS = [
    *page(
        "migs_site/standard_page.html",
        many_words=lambda: standard(120),
        few_words=lambda: standard(4),
        empty=lambda: {"page": page_of(StandardPage, title=title(1))},
    ),
    *page(
        "migs_site/home_page.html",
        many_words=lambda: home(80, 13, book=book(book_title=title(14)), **team(5)),
        few_words=lambda: home(3, 1, book=book(), **team(1)),
        one_long_word=lambda: {"page": page_of(HomePage, headline=LONG_WORD, introduction=LONG_WORD)},
        empty=lambda: {"page": page_of(HomePage, headline=title(2), introduction=words(3))},
    ),
    *page(
        "migs_site/project_page.html",
        many_words=lambda: project(80, 5),
        few_words=lambda: project(3, 1),
        empty=lambda: {"page": page_of(ProjectPage, title=title(1), introduction=words(3))},
    ),
    *page(
        "migs_site/contact_page.html",
        many_words=lambda: {"page": page_of(ContactPage, title=title(9), introduction=prose(3, 80))},
        empty=lambda: {"page": page_of(ContactPage, title=title(1))},
    ),
    *page(
        "recommendations/recommendation_index_page.html",
        many=lambda: {
            "page": page_of(RecommendationIndexPage, title=title(6), introduction=words(60)),
            "sets": [
                (set_of_recommendations(slug="one"), docket(13), None),
                (set_of_recommendations(slug="two", title=title(5)), [], None),
                (set_of_recommendations(slug="three", title=title(3)), docket(20), 900),
            ],
        },
        empty=lambda: {"page": page_of(RecommendationIndexPage, title=title(1)), "sets": []},
    ),
    *page(
        "recommendations/recommendation_set_page.html",
        thirteen=lambda: {
            "page": set_of_recommendations(introduction=prose(3, 80), launched_on=DAY, launched_at=title(14)),
            "addressees": docket(13),
            "source": book(book_title=title(14)),
            "outcomes": Paginator([progress_entry(at, 30, status="") for at in range(3)], 20).page(1),
        },
        one=lambda: {"page": set_of_recommendations(), "addressees": docket(1)},
        empty=lambda: {"page": set_of_recommendations(), "addressees": []},
    ),
    *page(
        "recommendations/recommendation_page.html",
        eighty_words=lambda: one_recommendation(13, 80, of=13, needs=3),
        three_words=lambda: one_recommendation(2, 3, of=2),
        alone=lambda: one_recommendation(1, 14, of=1) | {"before": None},
    ),
    *page(
        "donations/donate_page.html",
        many_words=lambda: donate(120, "https://example.org/"),
        few_words=lambda: donate(3, "https://example.org/"),
        without_button=lambda: donate(30),
    ),
    *page(
        "internships/internship_page.html",
        many_words=lambda: internship(120, contact_name=title(9), contact_email=LONG_EMAIL),
        few_words=lambda: internship(3, is_open=False),
    ),
    *page(
        "internships/received.html",
        with_reference=lambda: {"reference": "SAMP-LE23", "offer": internship(30, contact_email=LONG_EMAIL)["page"]},
        empty=lambda: {"reference": "SAMP-LE23", "offer": None},
    ),
]
