from .addressees import Addressee
from .book import Authorship, BookPage
from .editions import BookSeller, Edition
from .recommendations import Dependency, RecommendationIndexPage, RecommendationPage, RecommendationSetPage

__all__ = [
    "Addressee",
    "Authorship",
    "BookPage",
    "BookSeller",
    "Dependency",
    "Edition",
    "RecommendationIndexPage",
    "RecommendationPage",
    "RecommendationSetPage",
]
