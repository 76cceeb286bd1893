"""Recommendations and books in components of the whole site, and on the pages of people."""

from migs_site.specimens.frame import PUBLISHED, cited
from migs_site.styleguide.registry import states
from migs_site.styleguide.samples import DAY
from migs_site.styleguide.words import title
from people.specimens.samples import person
from recommendations.specimens.samples import book, recommendation, set_of_recommendations

CITATIONS = states(
    "components/citation.html",
    "footer",
    recommendation=lambda: cited(recommendation(13, 80, **PUBLISHED)),
    book=lambda: cited(book(**PUBLISHED)),
)

WORKS = states(
    "components/works.html",
    "matter",
    both=lambda: {"books": [book()], "sets": [set_of_recommendations(launched_on=DAY)], "page": person()},
    long=lambda: {"books": [], "sets": [set_of_recommendations(title=title(20))] * 2, "page": person()},
)
