"""What needs attention, shown to staff: on the first page of the admin and as a report. Both are one list."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from migs_site.base.attention import AttentionItem, attention_items


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
