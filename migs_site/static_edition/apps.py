from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaticEditionConfig(AppConfig):
    name = "migs_site.static_edition"
    verbose_name = _("Static edition")
