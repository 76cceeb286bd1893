"""What the log says about itself."""

from django.utils.translation import gettext_lazy as _

from migs_site.audit.registry import register

register({"audit.exported": _("Audit log exported"), "audit.pruned": _("Old entries of the audit log deleted")})
