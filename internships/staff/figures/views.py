"""How many applications came, among Wagtail's reports, for coordinators."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from internships.models.visibility import may_coordinate
from internships.staff.decisions.views import CoordinatorsView
from internships.staff.figures.chart import chart_of
from internships.staff.figures.tables import tables, years


class FiguresView(CoordinatorsView):
    template_name = "internships/admin/figures.html"
    page_title = _("Applications in figures")
    header_icon = "history"

    def get_context_data(self, **kwargs):
        offered = years(self.request.user)
        chosen = self.request.GET.get("year", "")
        year = next((each for each in offered if str(each) == chosen), offered[0] if offered else None)
        found, undated = tables(self.request.user, year) if year else ([], 0)
        charts = [chart_of(table) for table in found if table.rows]
        return super().get_context_data(years=offered, year=year, charts=charts, undated=undated, **kwargs)


class FiguresMenuItem(MenuItem):
    def is_shown(self, request):
        return may_coordinate(request.user)


figures_menu_item = FiguresMenuItem(
    _("Applications in figures"), reverse_lazy("decisions:figures"), name="applications", icon_name="history", order=70
)
