"""Pictures in the admin: one more thing that Wagtail can do to one, and what is asked before one is sent."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.images.image_operations import FilterOperation

NEEDED = {"icc_profile", "transparency"}  # without these the colours are wrong


class BareOperation(FilterOperation):
    """Forget what the camera noted: where and when a portrait was taken is nobody's business, and weighs."""

    def construct(self):
        pass

    def run(self, willow, image, env):
        noted = willow.get_pillow_image().info
        for name in noted.keys() - NEEDED:
            del noted[name]


@hooks.register("register_image_operations")
def register_operations():
    return [("bare", BareOperation)]


@hooks.register("insert_global_admin_js")
def ask_for_words_before_a_file_is_sent():
    return format_html('<script src="{}" defer></script>', static("js/described-pictures.js"))
