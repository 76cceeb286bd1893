"""What erases an application. Whoever wants one gone calls this: its student, staff, the nightly job, a command.

The database does it (migration 46), because a student's process may do no more than ask for it.
"""

from django.db import transaction

from internships.models import Application
from migs_site.accounts.models import User
from migs_site.audit.services import label_of_user
from migs_site.database_functions import call


def erase(application: Application, *, why: str, by: User | None = None) -> bool:
    """Delete an application with all that hangs on it, in the caller's transaction or its own.

    why: one of Erasure.Why. What stays is its number in the list of erasures and the audit log, and one more in sums.
    False where somebody else has just erased it. Whoever is changing it at the moment is waited for.
    """
    with transaction.atomic():
        known = by if by and by.pk else None
        label = label_of_user(known) if known else ""
        return call("internships_erase", application.pk, why, known and known.pk, label)


def erase_presented() -> bool:
    """The same, by its student, of the application whose token is presented."""
    return call("internships_erase_presented")


def erase_traces(reference: str, numbers: list[str]) -> None:
    """What names an application and does not hang on it by a foreign key: mails, jobs, Wagtail's history."""
    call("internships_erase_traces", reference, numbers)
