"""Records that look stored and are not, for previews in the editor and the style guide: an empty database will do."""

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
    page.live_versions = {get_language(): page}
    return page


class SampleRendition:
    """The one size and format there is of a picture, written as Wagtail writes its own."""

    attrs_dict = AbstractRendition.attrs_dict
    img_tag = AbstractRendition.img_tag
    pk = None

    def __init__(self, shape: str, alt: str, spec: str):
        self.url = static(f"samples/{shape}.svg")
        self.width, self.height = PICTURES[shape]
        self.alt, self.filter_spec = alt, spec


def sample_picture(shape: str, alt: str, credit: str = "") -> SiteImage:
    """An image that is in no database and in no folder of uploads. shape: one of PICTURES."""
    width, height = PICTURES[shape]
    image = SiteImage(title=alt, alt_en=alt, alt_fr=alt, credit=credit, width=width, height=height, collection=None)
    # As with a picture that has just come in: the first rendition is there, the worker has not made the others.
    image.find_existing_renditions = lambda *filters: {filters[0]: SampleRendition(shape, alt, filters[0].spec)}
    return image
