"""What the site is told of its backups: one small file that is replaced whole (BACKUP_STATUS).

finished_at, snapshot, bytes: of the last nightly backup that was good; they stay as they are when a later one fails.
error: the sentence of what failed last, null when all is well. sent_at: when the log was sent last.
"""

import json
import os
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

TIMES = ("finished_at", "sent_at")
EMPTY = {"finished_at": None, "snapshot": None, "bytes": None, "sent_at": None, "error": None, "errors": {}}


def read(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError, RecursionError):
        found = json.loads(path.read_text())
        if isinstance(found, dict) and isinstance(found.get("errors", {}), dict):
            return EMPTY | {name: said for name, said in found.items() if name not in TIMES or is_time(said)}
    return dict(EMPTY)


def is_time(text: object) -> bool:
    """With its zone, so that it can be compared."""
    try:
        return datetime.fromisoformat(str(text)).tzinfo is not None
    except ValueError:
        return False


def note(path: Path, run: str, error: str | None, **good: Any) -> None:
    """Write down how a run of this name ended; what another kind of run has said stays until that one succeeds."""
    status = read(path)
    errors = {name: said for name, said in status["errors"].items() if name != run} | ({run: error} if error else {})
    status |= good | {"errors": errors, "error": next(iter(errors.values()), None)}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_json(path, status, mode=0o644)


def write_json(path: Path, content: dict[str, Any], mode: int = 0o640) -> None:
    """All of it at once, on the disk before the name is taken."""
    number, made = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".making")
    try:
        with os.fdopen(number, "w") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fchmod(number, mode)  # and not by its name, which may lead elsewhere by now
            os.fsync(number)
        os.replace(made, path)
    except BaseException:
        os.unlink(made)
        raise
