from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from migs_site.base.content_triggers import follow_migrations


class SiteConfig(AppConfig):
    name = "migs_site"
    verbose_name = "MIGS"

    def ready(self):
        # They need the models, so not before. The first two connect themselves when they are read.
        import_module("migs_site.checks")
        import_module("migs_site.signals")
        import_module("migs_site.editorial.wagtail_patches").mend()
        import_module("migs_site.web.sentry").begin()
        post_migrate.connect(follow_migrations, sender=self)  # once, after the migrations of all apps
