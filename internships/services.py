"""Taking an application in."""

import hashlib
import json

from django.db import IntegrityError, transaction

from internships.files import Document, FileWriter
from internships.models import Application, ApplicationFile
from internships.tasks import send_confirmation


class FilesGone(Exception):
    """Kept files that were deleted, or used for another application, since the form was checked."""

    def __init__(self, kinds: list[str]):
        super().__init__(", ".join(kinds))
        self.kinds = kinds


def fingerprint(*, key: str, answers: dict, projects: list[int], digests: dict[str, str]) -> str:
    """The same for the same form sent again, and for nothing else: ``key`` is random, one for each form shown."""
    content = json.dumps([key, answers, sorted(projects), digests], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def submit_application(
    *,
    key: str,
    answers: dict,
    projects: list[int],
    documents: dict[str, Document],
    held: dict[str, ApplicationFile],
) -> Application:
    """Store an application, its files and the job of its confirmation e-mail: all, or nothing.

    ``answers`` are the application's own fields. A form sent twice, even at once, gives one application, and both calls
    return it. Raises FilesGone when a held file is no longer there, and OSError when the storage cannot take a file.
    """
    digests = {kind: file.sha256 for kind, file in {**held, **documents}.items()}
    mark = fingerprint(key=key, answers=answers, projects=projects, digests=digests)
    try:
        with FileWriter() as writer, transaction.atomic(durable=True):
            # First of all, because the unique fingerprint makes a twin wait here until we commit or fail.
            application = Application.objects.create(fingerprint=mark, **answers)
            application.projects.set(projects)
            attach(application, held)
            for document in documents.values():
                writer.write(document, application=application)
            send_confirmation.defer(application_id=str(application.pk))
    except IntegrityError:
        twin = Application.objects.filter(fingerprint=mark).first()
        if not twin:
            raise
        return twin
    return application


def attach(application: Application, held: dict[str, ApplicationFile]) -> None:
    ids = [file.pk for file in held.values()]
    free = {file.kind: file for file in ApplicationFile.objects.held().filter(pk__in=ids).select_for_update()}
    if missing := sorted(held.keys() - free.keys()):
        raise FilesGone(missing)
    ApplicationFile.objects.filter(pk__in=ids).update(application=application)
