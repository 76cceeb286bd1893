from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "migs_site"
    verbose_name = "MIGS"
