"""The blocks that editors build pages from. Each has a preview for the block chooser and a template of its own."""

from copy import copy

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from migs_site.base.named_records import pages_named, pictures_named
from migs_site.base.plain_text import slug_of
from migs_site.base.samples import sample_page, sample_picture
from migs_site.base.table_blocks import PROSE, FactBlock, FactsBlock, ProgrammesBlock


class AnchorBlock(blocks.RegexBlock):
    """The last part of an address, after “#”. The same in both languages, so translators never see it."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", _("Anchor"))
        kwargs.setdefault("help_text", _("Filled in when you save. Others may link to it, so do not change it later."))
        message = _("Use only lowercase letters, digits and hyphens.")
        super().__init__(regex=r"^[a-z][a-z0-9-]*$", error_messages={"invalid": message}, **kwargs)

    def get_translatable_segments(self, value):
        return []

    def restore_translated_segments(self, value, segments):
        return value


class Anchored(blocks.StructBlock):
    """A part of a page with an address of its own, made from the words named by ``anchor_from``."""

    anchor_from = ""

    def clean(self, value):
        cleaned = super().clean(value)
        if not cleaned["anchor"]:
            cleaned["anchor"] = slug_of(cleaned[self.anchor_from])[:50].strip("-") or "part"
        return cleaned


class HeadingBlock(Anchored):
    text = blocks.CharBlock(label=_("Heading"), max_length=120)
    anchor = AnchorBlock()

    anchor_from = "text"

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"
        description = _("Starts a new section of the page, which can be linked to.")
        preview_value = {"text": _("Sample heading"), "anchor": "sample"}


class TextBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"
        description = _("Paragraphs and lists.")
        preview_value = _("<p>Sample text, with <b>emphasis</b> where it helps.</p><ul><li>A point</li></ul>")


class ParagraphBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        template = "blocks/text.html"
        description = _("A paragraph of a long text. The site numbers it so that it can be cited.")
        preview_value = _("<p>A sample paragraph.</p>")


class QuotationBlock(blocks.StructBlock):
    words = blocks.TextBlock(label=_("Quoted text"))
    source = blocks.CharBlock(label=_("Who said it, and where"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quotation.html"
        description = _("Someone’s exact words, set apart from the text.")
        preview_value = {"words": _("Sample words, exactly as they were said."), "source": _("Name, place, year")}


class KeyMessageBlock(Anchored):
    claim = blocks.CharBlock(label=_("Message"), max_length=250)
    explanation = blocks.RichTextBlock(label=_("Explanation"), features=PROSE, required=False)
    anchor = AnchorBlock()

    anchor_from = "claim"

    class Meta:
        icon = "pick"
        label = _("Key message")
        template = "blocks/key_message.html"
        description = _("One sentence to remember, with an explanation. Others can link directly to it.")
        preview_value = {
            "claim": _("A sample sentence to remember."),
            "explanation": _("<p>And the reasoning behind it.</p>"),
            "anchor": "sample-message",
        }


class StatementBlock(blocks.StructBlock):
    words = blocks.CharBlock(
        label=_("Statement"), max_length=160, help_text=_("A year, a number or one sentence, in very large type.")
    )
    text = blocks.RichTextBlock(label=_("What it means"), features=PROSE, required=False)

    class Meta:
        icon = "bold"
        label = _("Statement in large type")
        template = "blocks/statement.html"
        description = _("The one thing on a page that every reader should see. Use it once or twice at most.")
        preview_value = {"words": "1234", "text": _("<p>What the number means.</p>")}


class OrganizationsBlock(blocks.ListBlock):
    class Meta:
        icon = "group"
        label = _("Organizations")
        template = "blocks/organizations.html"
        description = _("Partners, funders or others, from the list of organizations.")

    def get_preview_value(self):
        name = gettext("Sample Foundation")
        return self.normalize([self.child_block.target_model(name_en=name, name_fr=name)])


class BilingualPageChooserBlock(blocks.PageChooserBlock):
    """Chooses one page for both languages; ``destination`` then finds its live page in the reader's.

    wagtail-localize keeps the English page in a French stream, so a French button would lead to English.
    """

    def bulk_to_python(self, values):
        """The chosen pages, each knowing its live versions: one query for all the choosers of a stream, or none."""
        found = pages_named({number for number in values if number})
        pages = [copy(found.by_number.get(number)) for number in values]
        for page in filter(None, pages):
            page.live_versions = found.versions.get(page.translation_key, {})
        return pages


def destination(page: Page | None) -> Page | None:
    """The live page a chosen page stands for: in the reader's language, or else in another; None where none is live."""
    if not page:
        return None
    if not hasattr(page, "live_versions"):  # chosen in a form that is being previewed
        page.live_versions = pages_named({page.pk}).versions.get(page.translation_key, {})
    return page.live_versions.get(get_language()) or next(iter(page.live_versions.values()), None)


class CallToActionBlock(blocks.StructBlock):
    # Empty in calls that are older than this field: wagtail-localize cannot take a None.
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=60, default="")
    text = blocks.CharBlock(label=_("Text before the button"), required=False)
    button = blocks.CharBlock(label=_("Button"), max_length=60)
    page = BilingualPageChooserBlock(label=_("Linked page"))

    class Meta:
        icon = "arrow-right"
        label = _("Call to action")
        template = "blocks/call_to_action.html"
        description = _("A button that links to a page, in the reader’s language where available.")

    def get_preview_value(self):
        page = sample_page(gettext("Sample page"))
        words = {"title": gettext("Sample call"), "text": gettext("Sample text before the button.")}
        return self.normalize(words | {"button": gettext("Sample button"), "page": page})

    def get_context(self, value, parent_context=None):
        return super().get_context(value, parent_context) | {"destination": destination(value["page"])}


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/image.html"
        description = _("An image with its caption. The credit is shown if the image has one.")

    def get_preview_value(self):
        image = sample_picture("landscape", gettext("A sample image"), credit=gettext("Sample credit"))
        return self.normalize({"image": image, "caption": gettext("What the image shows.")})

    def bulk_to_python(self, values):
        """The pictures of a stream with their renditions: one query, however many there are, or none."""
        found = pictures_named({value["image"] for value in values if value.get("image")})
        without = super().bulk_to_python([value | {"image": None} for value in values])
        for picture, value in zip(without, values, strict=True):
            picture["image"] = found.get(value.get("image"))
        return without


class DistressingBlock(blocks.StreamBlock):
    """What stands behind a content warning."""

    text = TextBlock(features=PROSE)
    quotation = QuotationBlock()
    image = ImageBlock()


class ContentWarningBlock(blocks.StructBlock):
    warning = blocks.CharBlock(
        label=_("What it shows"), max_length=200, help_text=_("For example: A survivor describes torture.")
    )
    content = DistressingBlock(label=_("Content behind the warning"))

    class Meta:
        icon = "warning"
        label = _("Content warning")
        template = "blocks/content_warning.html"
        description = _("Distressing text or images, hidden until a reader chooses to see them.")
        preview_value = {
            "warning": _("A sample of what it shows."),
            "content": [("text", _("<p>Sample text that may be distressing.</p>"))],
        }


class UniqueAnchorsBlock(blocks.StreamBlock):
    """Refuses two parts with the same address on one page."""

    def clean(self, value):
        cleaned = super().clean(value)
        seen = set()
        for index, part in enumerate(cleaned):
            anchor = part.value.get("anchor") if isinstance(part.value, blocks.StructValue) else None
            if anchor and anchor in seen:
                message = ValidationError(_("Another section of this page already uses the anchor “%s”.") % anchor)
                raise blocks.StreamBlockValidationError(block_errors={index: message})
            seen.add(anchor)
        return cleaned


class BodyBlock(UniqueAnchorsBlock):
    """The body of a page."""

    heading = HeadingBlock()
    text = TextBlock(features=PROSE)
    quotation = QuotationBlock()
    key_message = KeyMessageBlock()
    statement = StatementBlock()
    facts = FactsBlock(FactBlock())
    organizations = OrganizationsBlock(SnippetChooserBlock("people.Organization"))
    programmes = ProgrammesBlock()
    call_to_action = CallToActionBlock()
    image = ImageBlock()
    content_warning = ContentWarningBlock()


# For migrations these are Wagtail's own blocks, so that a word of a preview never makes one.
DECONSTRUCT_ALIASES = {
    TextBlock: "wagtail.blocks.RichTextBlock",
    ParagraphBlock: "wagtail.blocks.RichTextBlock",
    OrganizationsBlock: "wagtail.blocks.ListBlock",
}
