from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "migs_site.audit"
    verbose_name = _("Audit log")

    def ready(self):
        autodiscover_modules("audit_actions")
