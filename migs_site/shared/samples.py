"""Records that look stored and are not, for previews in the editor and the style guide: an empty database will do."""

from django.apps import apps
from django.templatetags.static import static
from django.utils.translation import get_language
from wagtail.images.models import AbstractRendition
from wagtail.models import Locale, Page

from migs_site.images.models import SiteImage

# Drawn for this purpose, in static/samples/: width and height.
PICTURES = {"landscape": (1200, 800), "portrait": (480, 600), "cover": (640, 960)}


def placed(page: Page, address: str = "/") -> Page:
    """The same page with an address, so that templates can link to it; a page that is not stored has none."""
    page.get_url = lambda *args, **kwargs: address
    return page


def sample_page(title: str) -> Page:
    """A live page in the reader's language."""
    page = placed(Page(title=title, locale=Locale(language_code=get_language())))
    page.live_twins = {get_language(): page}
    return page


def sample_organization(name: str):
    return apps.get_model("people.Organization")(name_en=name, name_fr=name)


class SampleRendition:
    """A picture in the one size there is of it, written as Wagtail writes its own."""

    attrs_dict = AbstractRendition.attrs_dict
    img_tag = AbstractRendition.img_tag

    def __init__(self, shape: str, alt: str):
        self.url = static(f"samples/{shape}.svg")
        self.width, self.height = PICTURES[shape]
        self.alt = alt


def sample_picture(shape: str, alt: str, credit: str = "") -> SiteImage:
    """An image that is in no database and in no folder of uploads. shape: one of PICTURES."""
    width, height = PICTURES[shape]
    image = SiteImage(title=alt, alt_en=alt, alt_fr=alt, credit=credit, width=width, height=height, collection=None)
    image.get_rendition = lambda spec: SampleRendition(shape, alt)
    image.get_renditions = lambda *specs: {getattr(spec, "spec", spec): SampleRendition(shape, alt) for spec in specs}
    return image
