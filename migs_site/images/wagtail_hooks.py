"""One more thing that Wagtail can do to a picture."""

from wagtail import hooks
from wagtail.images.image_operations import FilterOperation


class BareOperation(FilterOperation):
    """Forget what the camera noted: where and when a portrait was taken is nobody's business, and weighs."""

    def construct(self):
        pass

    def run(self, willow, image, env):
        willow.get_pillow_image().info.pop("exif", None)


@hooks.register("register_image_operations")
def register_operations():
    return [("bare", BareOperation)]
