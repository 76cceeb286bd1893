"""The list of erasures outside the database, with which an older backup of the database is cleaned again.

A line is the number of an application, why and when it was erased. The worker brings DATA_DIR/erasures.txt up to date
after each erasure; lines that are there stay, also those that the database has lost.
"""

import datetime
import os
import tempfile
import uuid
from pathlib import Path

from django.conf import settings

from internships.models import Erasure


def list_of_erasures() -> Path:
    return settings.DATA_DIR / "erasures.txt"


def line_of(erasure: Erasure) -> str:
    at = erasure.erased_at.astimezone(datetime.UTC).isoformat()
    return f"{erasure.application_id} {erasure.why} {at}"


def write_list() -> None:
    """Add what is missing, in a file that takes the place of the old one whole; a second run changes nothing."""
    path = list_of_erasures()
    before = path.read_text().splitlines() if path.exists() else []
    lines = sorted({*filter(None, before), *map(line_of, Erasure.objects.all())})
    if lines == before:
        return
    number, made = tempfile.mkstemp(dir=path.parent, prefix="erasures-")
    try:
        with os.fdopen(number, "w") as file:
            file.write("".join(f"{line}\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())
        Path(made).replace(path)
    except OSError:
        Path(made).unlink()
        raise


def read_list(path: Path) -> list[Erasure]:
    """Raises ValueError with the number of a line that cannot be read, and OSError."""
    found = []
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        try:
            application, why, at = line.split()
            erased_at = datetime.datetime.fromisoformat(at).astimezone(datetime.UTC)
            found.append(Erasure(application_id=uuid.UUID(application), why=Erasure.Why(why), erased_at=erased_at))
        except ValueError as error:
            raise ValueError(f"Line {number} of {path} is not of a list of erasures.") from error
    return found


def remember(erasures: list[Erasure]) -> None:
    """Write down erasures that the database has lost; what they name is still to be erased. Idempotent."""
    Erasure.objects.bulk_create(erasures, ignore_conflicts=True)
