from django.apps import AppConfig

from migs_site.monitoring import sentry


class MonitoringConfig(AppConfig):
    name = "migs_site.monitoring"

    def ready(self):
        sentry.begin()
