from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RateLimitsConfig(AppConfig):
    name = "migs_site.rate_limits"
    verbose_name = _("Rate limits")
