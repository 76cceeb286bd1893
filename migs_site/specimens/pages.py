"""Page types with other words than the site's own: far more, hardly any, none, and the names that break layouts.

How a page looks with ordinary words is seen on the site itself.
"""

from migs_site.models import ContactPage, HomePage, StandardPage
from migs_site.styleguide.registry import Specimen, states
from migs_site.styleguide.samples import page_of
from migs_site.styleguide.words import LONG_WORD, prose, title, words


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


SPECIMENS = [
    *page(
        "migs_site/standard_page.html",
        many_words=lambda: standard(120),
        few_words=lambda: standard(4),
        empty=lambda: {"page": page_of(StandardPage, title=title(1))},
    ),
    *page(
        "migs_site/home_page.html",
        one_long_word=lambda: {"page": page_of(HomePage, headline=LONG_WORD, introduction=LONG_WORD)},
        empty=lambda: {"page": page_of(HomePage, headline=title(2), introduction=words(3))},
    ),
    *page(
        "migs_site/contact_page.html",
        many_words=lambda: {"page": page_of(ContactPage, title=title(9), introduction=prose(3, 80))},
        empty=lambda: {"page": page_of(ContactPage, title=title(1))},
    ),
]
