"""Pictures and documents in a folder of this machine, each whole or not there at all."""

import os
import tempfile
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class WholeFilesStorage(FileSystemStorage):
    """Where the disk is full, Django's leaves half a file behind of which no row knows."""

    def _save(self, name, content):
        folder = Path(self.path(name)).parent
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, path = tempfile.mkstemp(dir=folder, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as part:
                part.writelines(content.chunks())
            os.chmod(path, self.file_permissions_mode)
            return self.named(path, name)
        finally:
            os.unlink(path)

    def named(self, path: str, name: str) -> str:
        """Give a file its name, or another where somebody else has just taken that one."""
        while True:
            try:
                os.link(path, self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return name
