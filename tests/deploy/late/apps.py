"""An app with one migration that comes late, when the site is in use."""

from django.apps import AppConfig


class LateConfig(AppConfig):
    name = "tests.deploy.late"
