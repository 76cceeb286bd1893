"""What is done with applications, for the audit log."""

from django.utils.translation import gettext_lazy as _

from migs_site.audit.registry import register

register(
    {
        "application.opened": _("Application opened"),
        "application.moved": _("State of an application changed"),
        "application.handed_over": _("Application handed over"),
        "application.recused": _("Recusal from an application"),
        "application.recusal_lifted": _("Recusal lifted"),
        "application.file_viewed": _("File of an application viewed"),
        "application.file_downloaded": _("File of an application downloaded"),
        "application.note_written": _("Note about an application"),
        "application.review_assigned": _("Application assigned to a reviewer"),
        "application.review_unassigned": _("Application taken from a reviewer"),
        "application.review_given": _("Review given"),
        "application.review_changed": _("Review changed"),
        "application.erased": _("Application erased"),
        "application.retention": _("Applications erased because their time was over"),
        "application.decided": _("Decision made"),
        "application.decision_undone": _("Decision undone"),
        "application.list_exported": _("List of applications exported"),
        "application.files_exported": _("Files of an application exported"),
        "application.written_to": _("Mail written to an applicant"),
        "application.mail_imported": _("Email imported"),
        "letter.edited": _("Letter edited"),
    }
)
