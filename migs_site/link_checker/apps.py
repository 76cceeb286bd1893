from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LinkCheckerConfig(AppConfig):
    name = "migs_site.link_checker"
    label = "outside_links"  # of its tables
    verbose_name = _("External links")
