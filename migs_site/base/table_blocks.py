"""Blocks for facts in rows: names and values, departments and degrees."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

WHOLE_LINK = _("Enter both the text and the address of the link.")
PROSE = ["bold", "italic", "link", "ol", "ul"]


class FactBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("Name"))
    description = blocks.RichTextBlock(label=_("Value"), features=PROSE)

    class Meta:
        icon = "list-ul"


class FactsBlock(blocks.ListBlock):
    class Meta:
        icon = "list-ul"
        label = _("Fact list")
        template = "blocks/facts.html"
        description = _("Names and their values, one below the other.")
        preview_value = [
            {"term": _("Sample name"), "description": _("<p>Its value</p>")},
            {"term": _("Another name"), "description": _("<p>Another value</p>")},
        ]


class ProgrammeBlock(blocks.StructBlock):
    where = blocks.CharBlock(label=_("Department or program"))
    degrees = blocks.CharBlock(label=_("Degrees"), help_text=_("For example: M.A., Ph.D."))

    class Meta:
        icon = "list-ul"


class LinkTextBlock(blocks.CharBlock):
    """The words of a link that may be left out whole, and says so before."""

    def __init__(self, **kwargs):
        super().__init__(help_text=WHOLE_LINK, **kwargs)


class ProgrammesBlock(blocks.StructBlock):
    programmes = blocks.ListBlock(ProgrammeBlock(), label=_("Programs"))
    link_text = LinkTextBlock(label=_("Link text"), required=False)
    link_address = blocks.URLBlock(label=_("Link address"), required=False)

    class Meta:
        icon = "clipboard-list"
        label = _("Program list")
        template = "blocks/programmes.html"
        description = _("Departments with the degrees they offer, and a link to more information.")
        preview_value = {
            "programmes": [{"where": _("Sample department"), "degrees": "M.A., Ph.D."}],
            "link_text": _("Sample link"),
            "link_address": "https://example.org/",
        }

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned["link_text"]) != bool(cleaned["link_address"]):
            empty = "link_address" if cleaned["link_text"] else "link_text"
            message = ValidationError(WHOLE_LINK)
            raise blocks.StructBlockValidationError(block_errors={empty: message})
        return cleaned


# As in migs_site.base.blocks.
DECONSTRUCT_ALIASES = {FactsBlock: "wagtail.blocks.ListBlock", LinkTextBlock: "wagtail.blocks.CharBlock"}
