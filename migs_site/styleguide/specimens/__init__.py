"""Every component in every state: plain data, shown at /styleguide/ and walked by the browser tests."""

from . import blocks, book, citations, forms, frame, lists, pages, people, people_pages, progress, recommendations
from .specimen import Specimen

SPECIMENS: list[Specimen] = [
    *frame.SPECIMENS,
    *people.SPECIMENS,
    *recommendations.SPECIMENS,
    *book.SPECIMENS,
    *citations.SPECIMENS,
    *progress.SPECIMENS,
    *lists.SPECIMENS,
    *blocks.SPECIMENS,
    *forms.SPECIMENS,
    *pages.SPECIMENS,
    *people_pages.SPECIMENS,
]

BY_ADDRESS: dict[str, Specimen] = {specimen.address: specimen for specimen in SPECIMENS}
