"""The content of a file: sealed, and in chunks of a table, so that it is stored, taken back and deleted with its row.

It is written and read one chunk at a time. By single statements, because row security knows no COPY, and because a
cursor that outlives its statement would make PostgreSQL write the whole file once more.
"""

import hashlib
import itertools
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import psycopg
from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from internships.models import ApplicationFile, ApplicationFileChunk
from migs_site.sealing import CannotOpen, Damaged, KeyMissing, seal, unseal

CHUNK_SIZE = 256 * 1024
ScanState = ApplicationFile.ScanState
# What is not opened, and what staff are told. Another state opens: so does a file where there is no scanner at all.
HELD_BACK = {
    ScanState.WAITING: _("This file was not opened: it has not been scanned for malware yet. Try again later."),
    ScanState.QUARANTINED: _("This file was not opened: malware was found in it. Ask the applicant for another file."),
    ScanState.COULD_NOT_SCAN: _(
        "This file was not opened: it could not be scanned for malware. Ask whoever runs the site, or ask the "
        "applicant for another file."
    ),
}
NOT_OPENED = {
    KeyMissing: _("This file was not opened: the server has no private key for it. Ask whoever runs the site."),
    OSError: _("This file was not opened: the server has no room for it. Try again in a few minutes."),
    CannotOpen: _("This file was not opened: it is damaged. Ask whoever runs the site to restore it from a backup."),
}
WHY_NOT_OPENED = (CannotOpen, OSError)


class HeldBack(CannotOpen):
    """A file that the malware scan does not let anybody open."""

    def __init__(self, state: str):
        super().__init__(state)
        self.state = state


def why_not_opened(error: Exception) -> str:
    """What staff are told about one of WHY_NOT_OPENED, as a sentence."""
    if isinstance(error, HeldBack):
        return str(HELD_BACK[error.state])
    return str(next(said for kind, said in NOT_OPENED.items() if isinstance(error, kind)))


@contextmanager
def binary_cursor() -> Iterator[psycopg.Cursor]:
    """Beside Django's own, which writes bytes into the statement as digits, and takes more than twice as long."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        yield cursor


class Chunks:
    """The table in which the content of some kind of rows lies; column: by which a chunk names its row."""

    def __init__(self, model: type[Model], column: str):
        table = model._meta.db_table
        self.insert = f"INSERT INTO {table} ({column}, number, content) VALUES (%s, %s, %b)"  # noqa: S608 (our own names)
        self.select = f"SELECT content FROM {table} WHERE {column} = %s AND number = %s"  # noqa: S608 (our own names)

    def write(self, row, sealed: IO[bytes]) -> None:
        """Store what is left to read of a sealed file."""
        with binary_cursor() as cursor:
            for number, content in enumerate(iter(lambda: sealed.read(CHUNK_SIZE), b"")):
                cursor.execute(self.insert, [row, number, content])

    def copy(self, row, to: IO[bytes]) -> None:
        """Write a file as it is stored, and return to the start."""
        with binary_cursor() as cursor:
            for number in itertools.count():
                chunk = cursor.execute(self.select, [row, number], binary=True).fetchone()
                if not chunk:
                    break
                to.write(chunk[0])
        to.seek(0)


CHUNKS = Chunks(ApplicationFileChunk, "file_id")


def write_content(file: ApplicationFile, sealed: IO[bytes]) -> None:
    CHUNKS.write(file.pk, sealed)


def open_content(file: ApplicationFile) -> IO[bytes]:
    """What arrived, byte for byte, in a temporary file without a name. Raises CannotOpen and OSError.

    One that the malware scan holds back is not opened, as it is in the database now, whoever asks (HeldBack).
    """
    state = ApplicationFile.objects.filter(pk=file.pk).values_list("scan_state", flat=True).first()
    if state in HELD_BACK:
        raise HeldBack(state)
    return open_unscanned(file)


def open_unscanned(file: ApplicationFile) -> IO[bytes]:
    """The same of every file, for the scanner and for sealing anew: nobody may be shown it."""
    with tempfile.TemporaryFile() as sealed:
        copy_sealed(file, sealed)
        plain = unseal(sealed)
    if hashlib.file_digest(plain, "sha256").hexdigest() != file.sha256:
        plain.close()
        raise Damaged("It is not the file that arrived.")
    plain.seek(0)
    return plain


def copy_sealed(file: ApplicationFile, to: IO[bytes]) -> None:
    CHUNKS.copy(file.pk, to)


def reseal(file: ApplicationFile) -> None:
    """Seal a stored file for the keys of today, inside the caller's transaction. Raises CannotOpen."""
    with open_unscanned(file) as plain, seal(plain) as sealed:
        file.chunks.all().delete()
        write_content(file, sealed)
        file.sealed_size = size_of(sealed)
        file.save(update_fields=["sealed_size"])


def size_of(sealed: IO[bytes]) -> int:
    return os.fstat(sealed.fileno()).st_size
