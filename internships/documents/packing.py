"""All files of an application in one archive, made by the worker and opened by whoever has its link.

The worker, who alone can open files, seals the archive anew for a key that it makes for it. The key goes into the link
and the link into the mail; the database holds its SHA-256. So a stolen database, and a web process without the mail,
open nothing, and the web process needs no private key of ours.
"""

import hashlib
import tempfile
from datetime import timedelta
from typing import IO

from django.db import transaction
from django.db.models.functions import Now
from pyrage import x25519

from internships.documents.archives import zipped
from internships.documents.contents import Chunks
from internships.models import Application, PackedFiles, PackedFilesChunk
from migs_site.sealing import seal, unseal

KEPT = timedelta(days=1)
PREFIX = "AGE-SECRET-KEY-1"
CHUNKS = Chunks(PackedFilesChunk, "packed_id")


def pack(application: Application) -> str:
    """Make an archive in the place of an earlier one; the key that opens it, as an address can hold it.

    Two may do so at once, for two mails: the archive of the last stays.
    """
    identity = x25519.Identity.generate()
    key = str(identity).removeprefix(PREFIX).lower()
    with tempfile.TemporaryFile() as plain, transaction.atomic():
        for piece in zipped(application.files.select_related("application")):
            plain.write(piece)
        facts = {"key_hash": hash_of(key), "expires_at": Now() + KEPT}
        packed, _is_new = PackedFiles.objects.update_or_create(application=application, defaults=facts)
        packed.chunks.all().delete()
        with seal(plain, [identity.to_public()]) as sealed:
            CHUNKS.write(packed.pk, sealed)
    return key


def find_packed(key: str) -> PackedFiles | None:
    """The archive that this key opens, for a day."""
    live = PackedFiles.objects.filter(key_hash=hash_of(key), expires_at__gt=Now())
    return live.select_related("application").first()


def open_packed(packed: PackedFiles, key: str) -> IO[bytes]:
    """The archive, in a temporary file without a name. Raises CannotOpen and OSError."""
    with tempfile.TemporaryFile() as sealed:
        CHUNKS.copy(packed.pk, sealed)
        return unseal(sealed, [x25519.Identity.from_str(f"{PREFIX}{key}".upper())])


def erase_packed() -> int:
    """Delete the archives whose day is over."""
    return PackedFiles.objects.filter(expires_at__lte=Now()).delete()[0]


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
