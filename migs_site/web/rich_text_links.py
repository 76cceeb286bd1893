"""How links inside rich text become addresses, and what becomes of those that name nothing.

A text stores the number of what it links to. Where that is no number at all, because somebody wrote the form by hand
or a program wrote the text, Wagtail's own handlers fail: on the page, in the editor, and in the index of references.
"""

from django.utils.html import format_html
from django.utils.translation import get_language
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import ExternalLinkElementHandler, PageLinkElementHandler
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.documents.rich_text.contentstate import DocumentLinkElementHandler, document_link_entity
from wagtail.images.formats import get_image_formats
from wagtail.images.rich_text import ImageEmbedHandler
from wagtail.images.rich_text.contentstate import ContentstateImageConversionRule, ImageElementHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from migs_site.base.named_records import number_in, pages_named


class NamesARecord:
    """What stands left of a handler of Wagtail's, so that it is asked only for what has a number."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list:
        return super().get_many([attrs | {"id": number_in(attrs)} for attrs in attrs_list])

    @classmethod
    def extract_references(cls, attrs: dict):
        if number_in(attrs) is not None:
            yield from super().extract_references(attrs)


class LivePageLink(NamesARecord, PageLinkHandler):
    """Leads to the page in the reader's language, or in another and says so; nowhere while it is not on the site.

    Wagtail's own handler asks the database twice for each link, and links to drafts.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """The opening tags of all links of one text: in one query, or in none while a page is rendered."""
        numbers = [number_in(attrs) for attrs in attrs_list]
        pages = pages_named(set(filter(None, numbers)))
        return [cls.opening_tag(pages.meant_by(number)) for number in numbers]

    @staticmethod
    def opening_tag(live: dict[str, Page]) -> str:
        if page := live.get(get_language()):
            return format_html('<a href="{}">', page.url)
        other = next(iter(live.values()), None)
        return format_html('<a href="{}" hreflang="{}">', other.url, other.locale.language_code) if other else "<a>"


class DocumentLink(NamesARecord, DocumentLinkHandler):
    pass


class ImageEmbed(NamesARecord, ImageEmbedHandler):
    """Shows nothing, either, where there is no such format."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list:
        images = super().get_many(attrs_list)
        return [image if has_format(attrs) else None for attrs, image in zip(attrs_list, images, strict=True)]


def has_format(attributes: dict) -> bool:
    return attributes.get("format") in {image_format.name for image_format in get_image_formats()}


class EditedPageLink(PageLinkElementHandler):
    def get_attribute_data(self, attrs):
        return {} if number_in(attrs) is None else super().get_attribute_data(attrs)


class EditedDocumentLink(DocumentLinkElementHandler):
    def get_attribute_data(self, attrs):
        return {} if number_in(attrs) is None else super().get_attribute_data(attrs)


class EditedImage(ImageElementHandler):
    def handle_starttag(self, name, attrs, state, contentstate):
        if number_in(dict(attrs)) is not None and has_format(dict(attrs)):
            super().handle_starttag(name, attrs, state, contentstate)


def stored_link(props: dict):
    """Words without a link, where it leads to nothing: stored, it would come back as one that cannot be mended."""
    leads = props.get("url") if props.get("id") is None else number_in(props)
    return link_entity(props) if leads is not None else DOM.create_element("span", {}, props["children"])


def stored_document_link(props: dict):
    known = number_in(props) is not None
    return document_link_entity(props) if known else DOM.create_element("span", {}, props["children"])


# For each feature of the editor: how what is stored becomes what is edited, and back.
CONVERSIONS = {
    "link": {
        "from_database_format": {
            "a[href]": ExternalLinkElementHandler("LINK"),
            'a[linktype="page"]': EditedPageLink("LINK"),
        },
        "to_database_format": {"entity_decorators": {"LINK": stored_link}},
    },
    "document-link": {
        "from_database_format": {'a[linktype="document"]': EditedDocumentLink("DOCUMENT")},
        "to_database_format": {"entity_decorators": {"DOCUMENT": stored_document_link}},
    },
    "image": ContentstateImageConversionRule | {"from_database_format": {'embed[embedtype="image"]': EditedImage()}},
}


def register(features) -> None:
    features.register_link_type(LivePageLink)
    features.register_link_type(DocumentLink)
    features.register_embed_type(ImageEmbed)
    for feature, conversion in CONVERSIONS.items():
        features.register_converter_rule("contentstate", feature, conversion)
