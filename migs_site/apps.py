from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from migs_site.base import content_triggers
from migs_site.front_cache.triggers import follow_front_caches
from migs_site.public_role import services as public_role


class SiteConfig(AppConfig):
    name = "migs_site"
    verbose_name = "MIGS"

    def ready(self):
        # They need the models, so not before. The first two connect themselves when they are read.
        import_module("migs_site.checks")
        import_module("migs_site.signals")
        import_module("migs_site.editorial.wagtail_patches").mend()
        # Once, after the migrations of all apps.
        post_migrate.connect(content_triggers.follow_migrations, sender=self)
        post_migrate.connect(public_role.follow_migrations, sender=self)
        post_migrate.connect(follow_front_caches, sender=self)
