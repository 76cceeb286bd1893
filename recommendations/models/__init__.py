from .addressees import Addressee
from .book import Authorship, BookPage, BookSeller
from .recommendations import Dependency, RecommendationIndexPage, RecommendationPage, RecommendationSetPage

__all__ = [
    "Addressee",
    "Authorship",
    "BookPage",
    "BookSeller",
    "Dependency",
    "RecommendationIndexPage",
    "RecommendationPage",
    "RecommendationSetPage",
]
