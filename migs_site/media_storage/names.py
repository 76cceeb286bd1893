"""Names of stored files: rows of the database hold all but one."""

from django.core.files.base import File
from django.core.files.storage import Storage

SIGNERS = "static-edition.signers"  # the public key of the static edition: of one site alone, and named by no row


def store_as(storage: Storage, name: str, content: File) -> str:
    """Store a file under this very name, since rows have it: `save` would choose one. The name that it got."""
    return storage._save(name, content)  # type: ignore[attr-defined]  # every storage of Django's has it
