"""The audit log among Wagtail's reports, for those who have been given the permission to read it."""

from django.contrib.auth.models import Permission
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from migs_site.audit.report import AuditReport, policy


class AuditMenuItem(MenuItem):
    def is_shown(self, request):
        return policy.user_has_permission(request.user, "view")


@hooks.register("register_reports_menu_item")
def show_audit_log():
    return AuditMenuItem(_("Audit log"), reverse_lazy("audit_report"), name="audit", icon_name="history", order=60)


@hooks.register("register_admin_urls")
def addresses_of_audit_log():
    return [
        path("reports/audit/", AuditReport.as_view(), name="audit_report"),
        path("reports/audit/results/", AuditReport.as_view(results_only=True), name="audit_report_results"),
    ]


@hooks.register("register_permissions")
def offer_permission_to_read_audit_log():
    return Permission.objects.filter(content_type__app_label="audit", codename="view_auditentry")
