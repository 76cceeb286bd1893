"""The report on links, among Wagtail's own."""

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from migs_site.outside_links.report import OutsideLinksReport


class ReportMenuItem(MenuItem):
    """Shown to those who can mend a link."""

    def is_shown(self, request):
        return page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"})


@hooks.register("register_reports_menu_item")
def show_report():
    return ReportMenuItem(
        _("Links to other sites"),
        reverse_lazy("outside_links_report"),
        name="outside-links",
        icon_name="link",
        order=50,
    )


@hooks.register("register_admin_urls")
def addresses_of_report():
    return [
        path("reports/outside-links/", OutsideLinksReport.as_view(), name="outside_links_report"),
        path(
            "reports/outside-links/results/",
            OutsideLinksReport.as_view(results_only=True),
            name="outside_links_report_results",
        ),
    ]
