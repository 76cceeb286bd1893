"""A ZIP that is made while it is sent: no more than one file of it is ever open, and none of it is in memory."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from internships.documents.contents import WHY_NOT_OPENED, open_content, why_not_opened
from internships.models import ApplicationFile
from migs_site.base.spreadsheets import harmless

PIECE = 256 * 1024
MANIFEST = "manifest.csv"


class Outlet(io.RawIOBase):
    """What zipfile writes to; ``taken()`` gives what has been written since it was last asked."""

    def __init__(self):
        self.pieces: list[bytes] = []

    def writable(self):
        return True

    def write(self, data):
        self.pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        data, self.pieces = b"".join(self.pieces), []
        return data


def zipped(files: Iterable[ApplicationFile]) -> Iterator[bytes]:
    """The pieces of an archive of files with their manifest, under plain names. One that is not opened has the reason.

    Stored as they are: documents are packed already.
    """
    outlet, rows = Outlet(), []
    with zipfile.ZipFile(outlet, "w") as archive:
        for file in files:
            note = ""
            try:
                for _piece in written(archive, file):
                    yield outlet.taken()
            except WHY_NOT_OPENED as error:
                note = why_not_opened(error)
            rows.append(row_of(file, note))
            let_go_of_connection()
        archive.writestr(MANIFEST, manifest(rows))
    yield outlet.taken()


def written(archive: zipfile.ZipFile, file: ApplicationFile) -> Iterator[None]:
    """Write a file into an archive, a piece at a time. Raises WHY_NOT_OPENED before the first."""
    with open_content(file) as content, archive.open(entry(file), "w") as target:
        while piece := content.read(PIECE):
            target.write(piece)
            yield


def entry(file: ApplicationFile) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(file.download_name, timezone.localtime(file.uploaded_at).timetuple()[:6])
    info.external_attr = 0o600 << 16
    return info


def row_of(file: ApplicationFile, note: str) -> list:
    name = "" if note else PurePath(file.download_name).name
    return [file.application.reference, file.get_kind_display(), name, file.size, file.sha256, note]


def manifest(rows: list[list]) -> str:
    """A CSV in UTF-8 with a mark that spreadsheets know it by."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [_("Reference number"), _("Kind"), _("Name"), _("Size in bytes"), "SHA-256", _("Why it is missing")]
    )
    writer.writerows([[harmless(cell) for cell in row] for row in rows])
    return "\ufeff" + text.getvalue()


def let_go_of_connection() -> None:
    """Whoever reads a long answer slowly holds no connection to the database meanwhile."""
    if not connection.in_atomic_block:
        connection.close()
