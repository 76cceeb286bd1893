from django.apps import AppConfig


class MediaStorageConfig(AppConfig):
    name = "migs_site.media_storage"
