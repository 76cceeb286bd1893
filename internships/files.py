"""Files of applications, between the form and the storage: checked, kept as drafts for a day, and swept.

A file is written before the row that names it is committed. If the process is killed between the two, the file is an
orphan: the sweeper finds it. Writers hold a shared lock until they commit, and the sweeper works only while none does,
so it never takes a file whose row is still to come.
"""

import datetime
import hashlib
import logging
import os
from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field

from django.core.files import File
from django.core.files.storage import Storage
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from internships.models import Application, ApplicationFile
from internships.models.applications import application_storage, random_name
from migs_site.base.documents import WARNINGS, plain_name, recognize

logger = logging.getLogger(__name__)

DRAFT_LIFETIME = datetime.timedelta(hours=24)
ORPHAN_AFTER = datetime.timedelta(hours=1)
NOTES = WARNINGS | {"duplicate": _("The same file was attached in another place.")}
FOR_APPLICANTS = ("image_only", "duplicate")  # what they can still do something about
WRITERS_LOCK = 7_203_114  # any number that nothing else in this database locks


@dataclass(frozen=True)
class Document:
    """A file that has just arrived and was found to be what we ask for."""

    kind: str
    content: File
    format: str
    name: str
    sha256: str
    pages: int | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        return self.content.size


def check_upload(*, kind: str, upload: File, most_pages: int | None = None) -> Document:
    """Raises ValidationError with one sentence where the file is not what we ask for."""
    if not connection.in_atomic_block:
        connection.close()  # the check may have to wait its turn; meanwhile others can have the connection
    found = recognize(upload, name=upload.name, size=upload.size, most_pages=most_pages)
    digest = hashlib.file_digest(upload, "sha256").hexdigest()
    return Document(
        kind=kind,
        content=upload,
        format=found.format,
        name=plain_name(upload.name),
        sha256=digest,
        pages=found.pages,
        warnings=found.warnings,
    )


def files_with_notes(application: Application, codes: Collection[str] = ()) -> list[tuple[ApplicationFile, list[str]]]:
    """The files of an application, each with what is worth knowing of it: all of that, or what these codes say."""
    files = list(application.files.all())
    times = Counter(file.sha256 for file in files)
    noted = [(file, [*file.warnings, *(["duplicate"] if times[file.sha256] > 1 else [])]) for file in files]
    return [(file, [NOTES[code] for code in found if not codes or code in codes]) for file, found in noted]


class FileWriter:
    """Writes files inside the caller's transaction, and takes them away again if that fails.

    with FileWriter() as writer: with transaction.atomic() inside; any exception removes what was written, unless the
    database says that its row was committed after all (a connection lost during COMMIT leaves that open).
    """

    def __init__(self):
        self.names: list[str] = []
        self.storage: Storage = application_storage()

    def __enter__(self):
        return self

    def __exit__(self, problem, *_details):
        if problem:
            self._discard()

    def write(self, document: Document, *, application=None) -> ApplicationFile:
        lock_out_sweeper()
        name = random_name(None, document.name)
        self.names.append(name)
        # A copy: moving the temporary file would leave nothing to try again with.
        self.storage.save(name, File(document.content.file))
        with self.storage.open(name) as written:
            os.fsync(written.fileno())  # a committed row must not outlive a power cut with an empty file
        return ApplicationFile.objects.create(
            application=application,
            kind=document.kind,
            file=name,
            format=document.format,
            original_name=document.name,
            size=document.size,
            sha256=document.sha256,
            pages=document.pages,
            warnings=document.warnings,
        )

    def _discard(self) -> None:
        try:
            committed = set(ApplicationFile.objects.filter(file__in=self.names).values_list("file", flat=True))
        except DatabaseError:
            return  # the sweeper will know
        for name in set(self.names) - committed:
            try:
                self.storage.delete(name)
            except OSError:
                logger.exception("A file could not be taken away; the sweeper will.")


def lock_out_sweeper() -> None:
    """Until the end of the transaction. Any number of writers hold this at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [WRITERS_LOCK])


def lock_out_writers() -> bool:
    """Until the end of the transaction; False, at once, while somebody writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [WRITERS_LOCK])
        return cursor.fetchone()[0]


def save_draft(document: Document) -> ApplicationFile:
    """Keep a good file for a day, so that a mistake elsewhere in the form does not cost the visitor the upload."""
    with FileWriter() as writer, transaction.atomic(durable=True):
        return writer.write(document)


def sweep_drafts() -> int:
    """Delete drafts over a day old, with their rows; a file that a running submit has locked is passed over."""
    with transaction.atomic():
        rows = ApplicationFile.objects.drafts().older_than(DRAFT_LIFETIME).select_for_update(skip_locked=True)
        return ApplicationFile.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]


def sweep_orphans() -> int:
    """Delete files older than an hour that no row names. Does nothing while somebody writes; it runs again soon."""
    storage = application_storage()
    old = files_before(timezone.now() - ORPHAN_AFTER, storage)
    with transaction.atomic():
        if not old or not lock_out_writers():
            return 0
        orphans = set(old) - set(ApplicationFile.objects.filter(file__in=old).values_list("file", flat=True))
        for name in orphans:
            storage.delete(name)
    return len(orphans)


def files_before(instant: datetime.datetime, storage: Storage) -> list[str]:
    """The names of all files last written before an instant."""
    names = []
    for folder in storage.listdir("")[0] if storage.exists("") else []:
        for name in storage.listdir(folder)[1]:
            with suppress(FileNotFoundError):  # deleted since it was listed
                if storage.get_modified_time(f"{folder}/{name}") < instant:
                    names.append(f"{folder}/{name}")
    return names
