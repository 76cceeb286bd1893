"""The mails about one application, and the decision that can still be undone."""

from internships.models import TO_COORDINATORS, Application, Decision
from internships.staff.decisions.views import is_undoable
from migs_site.outbox.services import mails_about


def mails_of(application: Application):
    """Those to its applicant, newest first, without their bodies."""
    return (
        mails_about(application).exclude(key__startswith=TO_COORDINATORS).defer("text", "html").order_by("-created_at")
    )


def last_decision(application: Application) -> Decision | None:
    """The one that can still be undone."""
    found = Decision.objects.standing().filter(change__application=application).select_related("change", "mail").last()
    return found if found and is_undoable(found) else None
