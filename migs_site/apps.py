from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "migs_site"
    verbose_name = "MIGS"

    def ready(self):
        # They need the models, so not before. The first two connect themselves when they are read.
        import_module("migs_site.checks")
        import_module("migs_site.signals")
        import_module("migs_site.editorial.wagtail_patches").mend()
