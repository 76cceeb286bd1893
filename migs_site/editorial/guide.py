"""The guide for editors, docs/editing.md, as a page of the admin."""

from functools import cached_property

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from markdown_it import MarkdownIt
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

GUIDE = settings.ROOT / "docs" / "editing.md"


class EditingGuide(WagtailAdminTemplateMixin, TemplateView):
    page_title = _("How to edit this site")
    header_icon = "help"
    template_name = "migs_site/admin/editing_guide.html"

    @cached_property
    def guide(self) -> SafeString:
        """Our own words, as HTML; without the first heading, which is the title of the page."""
        words = GUIDE.read_text().split("\n", 1)[1]
        return mark_safe(MarkdownIt("commonmark", {"html": False}).enable("table").render(words))  # noqa: S308 (no HTML passes)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]
