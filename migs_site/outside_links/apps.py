from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutsideLinksConfig(AppConfig):
    name = "migs_site.outside_links"
    label = "outside_links"
    verbose_name = _("Links to other sites")
