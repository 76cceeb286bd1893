"""Where staff find the codes for figures in texts, each with what it says today."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from recommendations.figures import STATUSES, figure, numbers_by_set


class FiguresReport(WagtailAdminTemplateMixin, View):
    """All codes, set by set."""

    page_title = _("Figures in texts")
    header_icon = "clipboard-list"
    template_name = "recommendations/admin/figures.html"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request):
        numbers = numbers_by_set()
        codes = [(f"[[{name}: {status}]]", figure(numbers, name, status)) for name in numbers for status in STATUSES]
        return self.render_to_response(self.get_context_data(codes=codes))
