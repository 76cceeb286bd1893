"""Keeps a finished piece of PostgreSQL's write-ahead log; PostgreSQL itself runs it, as its own account.

    archive_command = 'python3 /srv/migs/current/deploy/backup/archive_wal.py %p /var/backups/migs/wal/%f'

It ends with 0 only when the piece is on the disk whole. One that is there already with the same content is kept; one
with another content is never written over. Compressed, because a piece that was closed early is 16 MB of zeros mostly,
and there is one each minute.
"""

import gzip
import os
import sys
import tempfile
from pathlib import Path


def archive(source: Path, target: Path) -> None:
    """Raises FileExistsError if something else has that name, and OSError."""
    kept = target.with_name(target.name + ".gz")
    content = source.read_bytes()
    if kept.exists():
        if gzip.decompress(kept.read_bytes()) != content:
            raise FileExistsError(f"{kept} is there already, with another content")
        sync(kept)
        return sync(kept.parent)
    number, made = tempfile.mkstemp(dir=kept.parent, prefix=".", suffix=".making")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(gzip.compress(content, compresslevel=3, mtime=0))
            file.flush()
            os.fsync(file.fileno())
        os.link(made, kept)  # unlike a renaming, never over a file that has come meanwhile
    finally:
        os.unlink(made)
    return sync(kept.parent)


def sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


if __name__ == "__main__":
    try:
        archive(Path(sys.argv[1]), Path(sys.argv[2]))
    except Exception as error:  # whatever it is, PostgreSQL keeps the piece and tries again
        sys.exit(f"{sys.argv[1]} was not archived: {error}")
