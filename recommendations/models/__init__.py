from .addressees import Addressee
from .assessment_settings import AssessmentSettings
from .backing import Backing
from .book import Authorship, BookPage
from .corrections import Correction
from .dependencies import Dependency
from .editions import BookSeller, Edition
from .index_page import RecommendationIndexPage
from .libraries import LibraryCatalogue
from .progress import ProgressEntry
from .recommendation_page import RecommendationPage
from .set_page import RecommendationSetPage
from .sources import ProgressSource
from .statuses import Status

__all__ = [
    "Addressee",
    "AssessmentSettings",
    "Authorship",
    "Backing",
    "BookPage",
    "BookSeller",
    "Correction",
    "Dependency",
    "Edition",
    "LibraryCatalogue",
    "ProgressEntry",
    "ProgressSource",
    "RecommendationIndexPage",
    "RecommendationPage",
    "RecommendationSetPage",
    "Status",
]
