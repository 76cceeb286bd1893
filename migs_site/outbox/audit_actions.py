"""What staff do with mails, as the audit log has it."""

from django.utils.translation import gettext_lazy as _

from migs_site.audit.registry import register

register(
    {
        "outbox.hold": _("Mail held"),
        "outbox.release": _("Mail released"),
        "outbox.edit": _("Mail edited"),
        "outbox.cancel": _("Mail cancelled"),
        "outbox.send_again": _("Mail sent again"),
    }
)
