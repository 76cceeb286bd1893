"""Seals what lies in DATA_DIR/applications and moves it into the database, one file a transaction; run again, it goes on.

The folder is left as it is. Back again goes only where FILE_IDENTITIES opens the files.
"""

import hashlib
import os
import tempfile
import uuid
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError
from django.db import migrations, transaction

from migs_site.sealing import CannotOpen, seal, unseal

CHUNK_SIZE = 256 * 1024
LOST = """{count} files of applications are not in {folder}, or are not what arrived there; all others were moved.
{names}
Put them back from a backup and run migrate again. Or give them up: run this statement first.
DELETE FROM internships_applicationfile WHERE sealed_size IS NULL;"""


def folder() -> Path:
    return settings.DATA_DIR / "applications"


def move(apps, schema_editor):
    waiting = apps.get_model("internships", "ApplicationFile").objects.filter(sealed_size=None)
    files = waiting.select_related("application").order_by("pk")
    lost = [file for file in files.iterator() if not moved(apps, file)]
    if lost:
        names = "\n".join(f"  {of(file)}, {file.kind}: {file.file.name}" for file in lost)
        raise CommandError(LOST.format(count=len(lost), folder=folder(), names=names))


def of(file) -> str:
    return f"application {file.application.reference}" if file.application else "a draft"


def moved(apps, file) -> bool:
    try:
        plain = (folder() / file.file.name).open("rb")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return False
    with plain:
        if hashlib.file_digest(plain, "sha256").hexdigest() != file.sha256:
            return False
        with seal(plain) as sealed, transaction.atomic():
            write(apps, file, sealed)
    return True


def write(apps, file, sealed) -> None:
    chunks = apps.get_model("internships", "ApplicationFileChunk").objects
    for number, content in enumerate(iter(lambda: sealed.read(CHUNK_SIZE), b"")):
        chunks.create(file=file, number=number, content=content)
    file.sealed_size = os.fstat(sealed.fileno()).st_size
    file.save(update_fields=["sealed_size"])


def put_back(apps, schema_editor):
    files = apps.get_model("internships", "ApplicationFile").objects.exclude(sealed_size=None)
    for file in files.order_by("pk").iterator():
        with transaction.atomic(), tempfile.TemporaryFile() as sealed:
            for content in file.chunks.order_by("number").values_list("content", flat=True).iterator(chunk_size=1):
                sealed.write(content)
            sealed.seek(0)
            name = uuid.uuid4().hex
            file.file.name = f"{name[:2]}/{name}"
            write_plain(file, sealed)
            file.chunks.all().delete()
            file.sealed_size = None
            file.save(update_fields=["file", "sealed_size"])


def write_plain(file, sealed) -> None:
    place = folder() / file.file.name
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        plain = unseal(sealed)
    except CannotOpen as error:
        raise CommandError(f"The file {file.pk} cannot be put back into {folder()}: {error}") from error
    with plain, open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        while piece := plain.read(CHUNK_SIZE):
            written.write(piece)
        written.flush()
        os.fsync(written.fileno())


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("internships", "0011_chunks_of_files")]
    operations = [migrations.RunPython(move, put_back)]
