from .addressees import Addressee
from .book import Authorship, BookPage
from .editions import BookSeller, Edition
from .libraries import LibraryCatalogue
from .recommendations import Dependency, RecommendationIndexPage, RecommendationPage, RecommendationSetPage

__all__ = [
    "Addressee",
    "Authorship",
    "BookPage",
    "BookSeller",
    "Dependency",
    "Edition",
    "LibraryCatalogue",
    "RecommendationIndexPage",
    "RecommendationPage",
    "RecommendationSetPage",
]
