"""Stores an application with its files, once, however often its form is sent."""

import hashlib
import json

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from internships.documents.files import Document, store
from internships.models import Application, ApplicationFile
from internships.states import Actor, State, move


class DraftsGone(Exception):
    """Drafts that were deleted, or used for another application, since the form was checked."""

    def __init__(self, kinds: list[str]):
        super().__init__(", ".join(kinds))
        self.kinds = kinds


def idempotency_key(*, form_key: str, answers: dict, projects: list[int], digests: dict[str, str]) -> str:
    """The same for the same form sent again, and for nothing else: ``form_key`` is random, one for each form shown."""
    content = json.dumps([form_key, answers, sorted(projects), digests], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def submit_application(
    *,
    form_key: str,
    answers: dict,
    projects: list[int],
    documents: dict[str, Document],
    drafts: dict[str, ApplicationFile],
) -> Application:
    """Store an application, its files and the job of its confirmation e-mail: all, or nothing.

    ``answers`` are the application's own fields, ``documents`` files that came with the form, ``drafts`` files from an
    earlier try. A form sent twice, even at once, gives one application, and both calls return it. Raises DraftsGone
    when a draft is no longer there, and OSError when there is no room for a file.
    """
    files: dict[str, ApplicationFile | Document] = {**drafts, **documents}
    digests = {kind: file.sha256 for kind, file in files.items()}
    fingerprint = idempotency_key(form_key=form_key, answers=answers, projects=projects, digests=digests)
    try:
        with transaction.atomic(durable=True):
            # First of all, because the unique fingerprint makes a duplicate wait here until we commit or fail.
            application = Application.objects.create(fingerprint=fingerprint, **answers)
            application.projects.set(projects)
            attach(application, drafts)
            for document in documents.values():
                store(document, application=application)
            move(application=application, to=State.RECEIVED, actor=Actor.APPLICANT)
            app.configure_task("internships.tasks.send_confirmation").defer(application_id=str(application.pk))
    except IntegrityError:
        existing = Application.objects.filter(fingerprint=fingerprint).first()
        if not existing:
            raise
        return existing
    return application


def attach(application: Application, drafts: dict[str, ApplicationFile]) -> None:
    ids = [file.pk for file in drafts.values()]
    waiting = ApplicationFile.objects.drafts()  # type: ignore[attr-defined]  # a QuerySet’s manager
    available = {file.kind: file for file in waiting.filter(pk__in=ids).select_for_update()}
    if missing := sorted(drafts.keys() - available.keys()):
        raise DraftsGone(missing)
    ApplicationFile.objects.filter(pk__in=ids).update(application=application)
