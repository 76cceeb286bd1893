"""What is done with applications, for the audit log."""

from django.utils.translation import gettext_lazy as _

from migs_site.audit.registry import register

register(
    {
        "application.erased": _("Application erased"),
        "application.retention": _("Applications erased because their time was over"),
    }
)
