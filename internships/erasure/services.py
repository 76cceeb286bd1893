"""What erases an application. Whoever wants one gone calls this: its student, staff, the nightly job, a command."""

from django.db import connection, transaction
from procrastinate.contrib.django import app
from wagtail.models import ModelLogEntry

from internships.erasure.counts import count
from internships.models import Application, ApplicationFile, Erasure
from migs_site.accounts.models import User
from migs_site.audit.models import reference_to
from migs_site.audit.services import record
from migs_site.outbox.services import erase_mails

# A job that a worker has in its hands must stay until it ends; it finds nothing then, and holds numbers alone.
JOBS = "DELETE FROM procrastinate_jobs WHERE status <> 'doing' AND args::text ~ ANY (%s)"


def erase(application: Application, *, why: str, by: User | None = None) -> bool:
    """Delete an application with all that hangs on it, in the caller's transaction or its own.

    why: one of Erasure.Why. What stays is its number in the list of erasures and the audit log, and one more in sums.
    False where somebody else has just erased it. Whoever is changing it at the moment is waited for.
    """
    with transaction.atomic():
        found = Application.objects.select_for_update().filter(pk=application.pk).first()
        if not found:
            return False
        files = [str(file.pk) for file in ApplicationFile.objects.filter(application=found).only("pk")]
        count(found)
        erase_traces(reference_to(found), [str(found.pk), *files])
        ModelLogEntry.objects.filter(label=str(found)).delete()  # of what hung on it, which is called the same
        Erasure.objects.get_or_create(application_id=found.pk, defaults={"why": why})
        record(action="application.erased", about=found, by=by, detail={"why": why, "files": len(files)})
        Application.objects.filter(pk=found.pk).delete()
        app.configure_task("internships.tasks.write_list_of_erasures").defer()
    return True


def erase_traces(reference: str, numbers: list[str]) -> None:
    """What names an application and does not hang on it by a foreign key: mails, jobs, Wagtail's history."""
    erase_mails(about=reference)
    ModelLogEntry.objects.filter(object_id__in=numbers).delete()
    with connection.cursor() as cursor:
        cursor.execute(JOBS, [numbers])
