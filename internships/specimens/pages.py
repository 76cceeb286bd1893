"""The pages of internships with other words than the site's own."""

from internships.models import InternshipPage
from migs_site.specimens.pages import page
from migs_site.styleguide.samples import page_of
from migs_site.styleguide.words import LONG_EMAIL, prose, title, words


def internship(length: int, **fields) -> dict:
    texts = {name: prose(1, length) for name in ("who", "when", "projects_text", "documents_text")}
    made = page_of(InternshipPage, title=title(max(1, length // 20)), introduction=words(length), **texts, **fields)
    return {"page": made}


SPECIMENS = [
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
