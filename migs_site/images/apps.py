from django.apps import AppConfig


class ImagesConfig(AppConfig):
    # Not "images" with Wagtail's own app in mind: that one is labelled wagtailimages.
    name = "migs_site.images"
    label = "images"
