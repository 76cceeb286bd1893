"""What a page is when somebody cites it: the facts of a reference, before any style sets them."""

from dataclasses import dataclass
from typing import NamedTuple


class Author(NamedTuple):
    """A person as references name them."""

    family: str
    given: str
    family_first: bool = False


@dataclass(frozen=True, kw_only=True)
class Work:
    """One thing to cite. Words are in the page's language, except those of a book in another."""

    kind: str  # a type of the Citation Style Language: book, chapter, report or webpage
    name: str  # what the page calls it: “This book”
    note: str = ""  # what a reader has to know before citing it
    title: str
    # Where it is not the page's: of a book's own title, of the book a chapter is in, of words that are quoted.
    title_language: str = ""
    issued: str = ""  # an ISO date, perhaps of a year or a month alone
    authors: tuple[Author, ...] = ()  # none: the institute itself
    publisher: str = ""  # none: the institute itself
    container: str = ""  # the book that a chapter is in; the set that a report belongs to
    label: str = ""  # what is numbered: “Recommendation”
    number: str = ""
    isbn: str = ""
    is_online: bool = True  # whether a reference gives its address: a printed book has none
    anchor: str = ""  # where it stands on its page
