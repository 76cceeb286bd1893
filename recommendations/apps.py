from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    verbose_name = _("Recommendations")

    def import_models(self):
        super().import_models()
        # The page of the progress table stands with the table, which needs the other models: so not among these.
        import_module("recommendations.progress_table.page")
