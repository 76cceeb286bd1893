"""One more thing that Wagtail can do to a picture."""

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
