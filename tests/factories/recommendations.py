"""Recommendations, those they are addressed to, and the book."""

from recommendations.models import (
    Addressee,
    AssessmentSettings,
    Authorship,
    Backing,
    BookPage,
    BookSeller,
    Dependency,
    Edition,
    LibraryCatalogue,
    ProgressEntry,
    ProgressSource,
    RecommendationIndexPage,
    RecommendationPage,
    RecommendationSetPage,
)
from recommendations.progress_table.page import ProgressPage
from tests.factories.pages import add, home_page


def addressee(**fields) -> Addressee:
    """The same one when asked again for its identifier."""
    fields = {"slug": "parliament", "name_en": "Parliament of Canada", "name_fr": "Parlement du Canada"} | fields
    fields = {"kind": "legislature", "jurisdiction_en": "Canada", "jurisdiction_fr": "Canada"} | fields
    return Addressee.objects.get_or_create(slug=fields["slug"], defaults=fields)[0]


def recommendation_index(parent=None, **fields) -> RecommendationIndexPage:
    """The page of all sets; without a parent the same one when asked again."""
    existing = RecommendationIndexPage.objects.filter(locale=home_page().locale).first() if parent is None else None
    return existing or add(parent or home_page(), RecommendationIndexPage(**{"title": "Recommendations"} | fields))


def progress_page(parent=None, **fields) -> ProgressPage:
    fields = {"title": "Progress", "introduction": "How far each has come."} | fields
    return add(parent or recommendation_index(), ProgressPage(**fields))


def recommendation_set(parent=None, **fields) -> RecommendationSetPage:
    fields = {"title": "To Canada", "slug": "canada", "addressed_to": "the Government of Canada"} | fields
    return add(parent or recommendation_index(), RecommendationSetPage(**fields))


def recommendation(parent: RecommendationSetPage, **fields) -> RecommendationPage:
    fields = {"number": 1, "statement": "Make prevention a national priority."} | fields
    fields.setdefault("addressee", None)
    return add(parent, RecommendationPage(**fields | {"addressee": fields["addressee"] or addressee()}))


def dependency(later: RecommendationPage, earlier: RecommendationPage) -> Dependency:
    """Says that ``later`` cannot be carried out before ``earlier``."""
    return Dependency.objects.create(recommendation=later, needs=earlier)


def progress_source(**fields) -> ProgressSource:
    """Not stored: it goes with its entry."""
    fields = {"title_en": "Order in Council", "publisher_en": "Privy Council Office"} | fields
    return ProgressSource(**{"address": "https://gazette.example.org/1", "read_on": "2010-10-01"} | fields)


def progress_entry(about, *, sources: list[ProgressSource] | None = None, **fields) -> ProgressEntry:
    """A public entry about a recommendation or a set; with one source unless the test says otherwise."""
    name = "recommendation" if isinstance(about, RecommendationPage) else "set"
    fields = {"date": "2010-09-13", "status": "under_way", name: about} | fields
    fields = {"judgement_en": "An office was planned.", "judgement_fr": "Un bureau était prévu."} | fields
    entry = ProgressEntry(**fields)
    entry.sources = [progress_source()] if sources is None else sources
    entry.save()
    if entry.live:
        entry.save_revision().publish()
    return entry


def book_page(parent=None, **fields) -> BookPage:
    fields = {
        "title": "The book",
        "book_title": "Mobilizing the Will to Intervene",
        "subtitle": "Leadership to Prevent Mass Atrocities",
        "introduction": "<p>What the book says.</p>",
    } | fields
    return add(parent or home_page(), BookPage(**fields))


def edition(book: BookPage, **fields) -> Edition:
    fields = {"imprint": "Test University Press", "year": 2010, "isbn": "978-0-7735-3804-7"} | fields
    return Edition.objects.create(book=book, **fields)


def authorship(book: BookPage, person, **fields) -> Authorship:
    return Authorship.objects.create(book=book, person=person, **fields)


def book_seller(edition: Edition, organization, **fields) -> BookSeller:
    fields = {"address": "https://books.example.org/"} | fields
    return BookSeller.objects.create(edition=edition, organization=organization, **fields)


def library_catalogue(**fields) -> LibraryCatalogue:
    fields = {"slug": "a", "name_en": "WorldCat", "address": "https://catalogue.example.org/?q={isbn}"} | fields
    return LibraryCatalogue.objects.create(**fields)


def backing(set_page: RecommendationSetPage, group, **fields) -> Backing:
    """Says that a group stood behind a set."""
    return Backing.objects.create(set=set_page, group=group, **fields)


def assessment_settings(**fields) -> AssessmentSettings:
    """The one row of this setting."""
    return AssessmentSettings.objects.update_or_create(pk=1, defaults={"months": 12} | fields)[0]
