"""Hands PostgreSQL a piece of the write-ahead log while a backup is restored (restore_command).

python3 fetch_wal.py NAME TARGET FOLDER …

Looks in each folder for the piece as archive_wal.py and pg_receivewal keep it, the unfinished last one included.
"""

import gzip
import shutil
import sys
import zlib
from pathlib import Path

NOT_THERE, DAMAGED = 1, 200  # above 125 PostgreSQL stops instead of taking it for the end of the log


def find(name: str, folders: list[Path]) -> Path | None:
    """Finished pieces come first, wherever they lie."""
    paths = [folder / f"{name}{ending}" for ending in ("", ".gz", ".partial") for folder in folders]
    return next((path for path in paths if path.is_file()), None)


def fetch(name: str, target: Path, folders: list[Path]) -> int:
    path = find(name, folders)
    if not path:
        return NOT_THERE
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as kept, target.open("wb") as file:
            shutil.copyfileobj(kept, file, 1 << 20)
    except (OSError, EOFError, zlib.error) as error:
        print(f"{path} is damaged or cannot be read, or there is no room for it: {error}", file=sys.stderr)
        return DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(fetch(sys.argv[1], Path(sys.argv[2]), [Path(folder) for folder in sys.argv[3:]]))
