"""Works to cite, the plain ones and those that mean no good, for the tests of every way to take them along."""

from migs_site.base.citable_works import Work
from migs_site.metadata.citations.items import csl_item
from tests.factories import pages, people, recommendations

HOSTILE = [
    "Braces { of } every {{kind}}",
    "C:\\new\\title \\LaTeX \\\\ at the end\\",
    "100 % of a_b & c # d $ e ~ f ^ g",
    "@article{evil, title = {x}}",
    "TY - BOOK and ER -",
    "“Curly” \"straight\" 'single' `back` «\u00a0guillemets\u00a0»",
    "<script>alert('x')</script> --> ]]>",
    "الإبادة الجماعية",
    "é ü ñ č 日本語 🕊",
    "and Justice and Peace, and others",
    "x" * 500,
    "Two -- and --- dashes, ``quotes''",
]
UNTIDY = [
    ("Two\nlines\r\nTY  - BOOK\n@book{x,\n}", "Two lines TY - BOOK @book{x, }"),
    ("TY  - BOOK, ER  - ", "TY - BOOK, ER -"),
    ("turned\u202earound\u2066 and NUL\x00", "turnedaround and NUL"),
]


def the_book(**fields):
    book = recommendations.book_page(**fields)
    recommendations.edition(book, imprint="McGill-Queen’s University Press")
    for place, (given_names, surname) in enumerate([("Frank", "Chalk"), ("Roméo", "Dallaire")]):
        author = people.person_page(given_names=given_names, surname=surname)
        recommendations.authorship(book, author, sort_order=place)
    return book


def a_recommendation():
    made = recommendations.recommendation_set(launched_on="2009-09-22")
    return recommendations.recommendation(made, number=4, statement="Act before it is too late.")


def item(title: str, kind: str = "report", **fields) -> dict:
    work = Work(kind=kind, name="", title=title, issued="2009-09-22", **fields)
    return csl_item(work, 7, pages.contact_details(), "http://testserver/id/7")
