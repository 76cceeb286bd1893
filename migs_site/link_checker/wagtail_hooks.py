"""The report on links, among Wagtail's own, and a word about it on the first page."""

from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from migs_site.editorial.attention import AttentionItem
from migs_site.link_checker.models import OutsideLink
from migs_site.link_checker.report import OutsideLinksReport


def can_mend_links(user) -> bool:
    return page_permission_policy.user_has_any_permission(user, OutsideLinksReport.any_permission_required)


class ReportMenuItem(MenuItem):
    def is_shown(self, request):
        return can_mend_links(request.user)


@hooks.register("needs_attention")
def broken_links(request) -> list[AttentionItem]:
    number = OutsideLink.objects.broken().count() if can_mend_links(request.user) else 0
    sentence = ngettext(
        "%(number)d external link is broken.",
        "%(number)d external links are broken.",
        number,
    )
    address = f"{reverse('outside_links_report')}?state=broken"
    return [AttentionItem(sentence % {"number": number}, address)] if number else []


@hooks.register("register_reports_menu_item")
def show_report():
    return ReportMenuItem(
        _("External links"),
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
