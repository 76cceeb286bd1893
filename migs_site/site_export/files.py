"""Pictures and documents as they move, from whatever storage holds them to whatever storage will."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage

from migs_site.media_storage.names import SIGNERS, store_as
from migs_site.site_export.folder import CannotMove


def names(folder: str = "") -> Iterator[str]:
    """Of every file in the storage that goes along; the public key of the edition is that of one site alone."""
    try:
        folders, found = default_storage.listdir(folder)
    except FileNotFoundError:  # nobody has uploaded anything yet
        return
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + name for name in sorted(found) if prefix + name != SIGNERS)
    for name in sorted(folders):
        yield from names(prefix + name)


def copy_out(target: Path) -> int:
    """How many files were copied. One that goes meanwhile is left out: the database no longer names it either."""
    number = 0
    for name in names():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with default_storage.open(name) as source, place.open("wb") as file:
                shutil.copyfileobj(source, file)
        except FileNotFoundError:
            place.unlink(missing_ok=True)
            continue
        number += 1
    return number


def refuse_unless_empty() -> None:
    if found := next(names(), None):
        raise CannotMove(
            f"The storage holds files already, such as {found}, and an import never writes over anything. If an import "
            "that was cut off has brought them, delete them all, and make the database anew."
        )


def copy_in(source: Path) -> int:
    paths = [path for path in sorted(source.rglob("*")) if path.is_file()]
    for path in paths:
        name = path.relative_to(source).as_posix()
        with path.open("rb") as file:
            if store_as(default_storage, name, File(file)) != name:
                raise CannotMove(f"The storage gave {name} another name: something of that name came meanwhile.")
    return len(paths)
