"""The folder in which a whole site moves: what lies where in it, and the manifest that says whether it is whole.

manifest.json   written last: versions, every file with its SHA-256, every table with its rows, the public keys
database.dump   pg_dump's own format, which newer versions of PostgreSQL read
files/          pictures and documents, by their names in the storage
erasures.txt    the list of erasures, if somebody was ever erased
"""

import hashlib
import json
import os
import stat
from pathlib import Path

FORMAT = 1
MANIFEST, DATABASE, FILES, ERASURES = "manifest.json", "database.dump", "files", "erasures.txt"


# What every manifest says, and of which type.
FACTS = {"exported_at": str, "base_url": str, "migrations": list, "public_keys": list, "rows": dict, "contents": dict}


class CannotMove(Exception):
    """A sentence that says why, and what to do about it."""


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def contents(folder: Path) -> dict[str, str]:
    """Every file but the manifest, with its hash."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / MANIFEST]
    return {path.relative_to(folder).as_posix(): digest(path) for path in paths}


def write_manifest(folder: Path, facts: dict) -> None:
    text = json.dumps({"format": FORMAT, **facts, "contents": contents(folder)}, indent=1, ensure_ascii=False)
    with (folder / MANIFEST).open("x") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def checksum(folder: Path) -> str:
    """Of the manifest, and with it of everything in the folder."""
    try:
        return digest(folder / MANIFEST)
    except OSError as error:
        raise unreadable(folder) from error


def refuse_shared(folder: Path) -> None:
    """Raises CannotMove where another account could change what lies there once its hash was taken."""
    for path in [folder, *folder.rglob("*"), *folder.resolve().parents]:
        found = path.lstat()
        is_open = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not found.st_mode & stat.S_ISVTX
        if is_open or found.st_uid not in (0, os.geteuid()):
            raise CannotMove(
                f"Another account could change {path} meanwhile: move the folder, without links, into one of root’s, "
                "such as /srv, give it to the account that imports (chown -R), and close it (chmod -R go-w)."
            )


def read_manifest(folder: Path, expected: str) -> dict:
    """Raises CannotMove unless every file is there as it was written, and nothing else.

    expected: the checksum as the export has told it. Who may change the folder could write another manifest as well,
    and what lies in it is run as SQL by the owner of the database.
    """
    if checksum(folder) != expected.strip().lower():
        raise CannotMove(f"{folder} has another checksum: it was changed on its way, or the checksum was mistyped.")
    refuse_shared(folder)
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        found = manifest["format"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise unreadable(folder) from error
    if found != FORMAT:
        raise CannotMove(f"{folder} has format {found}; this release reads {FORMAT}: update it first.")
    if not says_everything(manifest):
        raise unreadable(folder)
    wanted, there = manifest["contents"], contents(folder)
    if wrong := sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name)):
        raise CannotMove(f"{folder} is not as it was exported: {', '.join(wrong[:5])} is missing, new or different.")
    return manifest


def says_everything(manifest: dict) -> bool:
    """Whether a manifest says what an import asks of it later, when the database has been written already."""
    if not all(isinstance(manifest.get(name), kind) for name, kind in FACTS.items()):
        return False
    names, numbers = [*manifest["migrations"], *manifest["public_keys"]], manifest["rows"].values()
    return all(isinstance(each, str) for each in names) and all(isinstance(each, int) for each in numbers)


def unreadable(folder: Path) -> CannotMove:
    return CannotMove(f"{folder} is no exported site, or its export was cut off: it has no manifest that can be read.")
