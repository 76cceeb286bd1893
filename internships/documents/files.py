"""Files of applications, between the form and the database: checked, sealed and stored."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files import File
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from psycopg.errors import DiskFull

from internships.documents.contents import HELD_BACK, ScanState, size_of, write_content
from internships.models import Application, ApplicationFile
from migs_site.base.documents import WARNINGS, plain_name, recognize
from migs_site.sealing import seal
from migs_site.serving import PUBLIC

NOTES = WARNINGS | {
    "duplicate": _("The same file was attached in another place."),
    "waiting": _("It has not been scanned for malware yet, and cannot be opened before."),
    "quarantined": _("This file could not be accepted: malware was found in it. Another has to take its place."),
    "could_not_scan": _("It could not be scanned for malware, and so cannot be opened."),
}
FOR_APPLICANTS = ("image_only", "duplicate", "quarantined")  # what they can still do something about


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
    files = in_order(application.files.all())
    times = Counter(file.sha256 for file in files)
    return [(file, notes_of(file, is_duplicate=times[file.sha256] > 1, codes=codes)) for file in files]


def in_order(files: Iterable[ApplicationFile]) -> list[ApplicationFile]:
    """As the form asks for them."""
    return sorted(files, key=lambda file: ApplicationFile.Kind.values.index(file.kind))


def notes_of(file: ApplicationFile, *, is_duplicate: bool, codes: Collection[str]) -> list[str]:
    found = [*file.warnings, *(["duplicate"] if is_duplicate else [])]
    found += [file.scan_state] if file.scan_state in HELD_BACK else []
    notes = [str(NOTES[code]) for code in found if not codes or code in codes]
    if file.scan_state == ScanState.QUARANTINED and not codes:
        notes.append(gettext("Found: %(signature)s") % {"signature": file.scan_detail})
    return notes


@contextmanager
def full_database_as_full_disk():
    """Raises OSError where the database has no room: for the visitor it is the same."""
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, DiskFull):
            raise OSError(str(error)) from error
        raise


@full_database_as_full_disk()
def store(document: Document, *, application: Application) -> ApplicationFile:
    """Seal a file and store it inside the caller's transaction, with the job that scans it for malware.

    Raises OSError when there is no room for it.
    """
    with seal(document.content.file) as sealed:
        file = ApplicationFile.objects.create(
            application=application,
            kind=document.kind,
            format=document.format,
            original_name=document.name,
            size=document.size,
            sha256=document.sha256,
            pages=document.pages,
            warnings=document.warnings,
            sealed_size=size_of(sealed),
            scan_state=ScanState.WAITING if settings.CLAMD_URL else ScanState.OFF,
        )
        write_content(file, sealed)
    if settings.CLAMD_URL and settings.SERVES != PUBLIC:  # whose files the next minute's job finds
        app.configure_task("internships.tasks.scan_file").defer(file_id=str(file.pk))
    return file


def put_in_place(document: Document, application: Application) -> None:
    """Store a file in place of the one of its kind, which stays where there is no room (OSError) or it is the same."""
    before = application.files.filter(kind=document.kind).first()
    if before and (before.sha256, before.original_name) == (document.sha256, document.name):
        return
    with transaction.atomic():
        application.files.filter(kind=document.kind).delete()
        store(document, application=application)
