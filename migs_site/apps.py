from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "migs_site"
    verbose_name = "MIGS"

    def ready(self):
        # Both connect themselves when they are read; they need the models, so not before.
        import_module("migs_site.checks")
        import_module("migs_site.signals")
