"""What staff should look at: each app says what it knows of, through a hook, and the admin shows one list.

    @hooks.register("needs_attention")
    def recommendations_to_assess(request):
        number = RecommendationPage.objects.due_for_assessment(timezone.localdate()).count()
        sentence = ngettext("%(number)d recommendation …", "%(number)d recommendations …", number)
        return [AttentionItem(sentence % {"number": number}, reverse("…"))] if number else []

A hook runs each time a member of staff opens the admin: it costs a query or two, and tells nobody of what they may
not see.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class AttentionItem(NamedTuple):
    """One thing to look at. sentence: what, and how many, as a whole sentence.

    address: where staff see to it; without one that is not in the admin.
    """

    sentence: str
    address: str = ""


def attention_items(request) -> list[AttentionItem]:
    """All there is to look at, for whoever asks."""
    return [item for know in hooks.get_hooks("needs_attention") for item in know(request)]


class AttentionPanel(Component):
    """On the first page of the admin, while there is anything to look at."""

    order = 90
    template_name = "migs_site/admin/attention_panel.html"

    def __init__(self, attention_items: list[AttentionItem]):
        self.attention_items = attention_items

    def get_context_data(self, parent_context):
        return {"attention_items": self.attention_items}


class AttentionReport(WagtailAdminTemplateMixin, View):
    """The same on a page of its own, which says so when there is nothing."""

    page_title = _("What needs attention")
    header_icon = "warning"
    template_name = "migs_site/admin/attention_report.html"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request):
        return self.render_to_response(self.get_context_data(attention_items=attention_items(request)))
