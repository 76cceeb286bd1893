"""Files brought from the folder DATA_DIR/media into the object store, and back; twice does no harm."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

from migs_site.media_storage.names import store_as
from migs_site.media_storage.store import MediaStore, sha256


class CannotCopy(Exception):
    """A sentence that says what stands against it."""


class Copied(NamedTuple):
    """new: files that were copied. there: that were on the other side already. gone: taken away, as at the source."""

    new: int
    there: int
    gone: int = 0


def send() -> Copied:
    """Every file of the folder into the store; nothing there is replaced or deleted. Raises CannotCopy, StoreAway.

    What was sent is read back, and each file that is there already is compared, byte by byte by its SHA-256.
    """
    store, folder = MediaStore(), Path(settings.MEDIA_ROOT)
    stored, new, different = {each["Name"] for each in store.listed()}, 0, []
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in paths:
        name = path.relative_to(folder).as_posix()
        with path.open("rb") as file:
            if name not in stored:
                store_as(store, name, File(file))
                new += 1
            if sha256(file) != store.sum_of(name):
                different.append(name)
    if different:
        raise CannotCopy(f"The store has other content for {', '.join(different[:5])}: {len(different)} in all.")
    return Copied(new, len(paths) - new)


def fetch() -> Copied:
    """Make the folder what the store is. Raises CannotCopy, StoreAway; what was fetched by then stays.

    A file whose size and time are those of the store is not fetched again, for no name there is used twice.
    """
    store, folder = MediaStore(), FileSystemStorage(location=settings.MEDIA_ROOT)
    listed = {each["Name"]: each for each in store.listed()}
    here = {path.relative_to(folder.location).as_posix() for path in Path(folder.location).rglob("*") if path.is_file()}
    if here and not listed:
        raise CannotCopy(f"The store is empty and {folder.location} is not: nothing was taken away.")
    fresh = [name for name, each in listed.items() if is_missing(path_of(folder, name), each)]
    for name in fresh:
        fetch_one(store, name, path_of(folder, name), listed[name])
    for name in here - listed.keys():
        Path(folder.path(name)).unlink()
    return Copied(len(fresh), len(listed) - len(fresh), len(here - listed.keys()))


def path_of(folder: FileSystemStorage, name: str) -> Path:
    try:
        return Path(folder.path(name))
    except SuspiciousFileOperation as error:
        raise CannotCopy(f"A name in the store leads out of the folder: {name[:100]!r}.") from error


def is_missing(path: Path, each: dict) -> bool:
    try:
        found = path.stat()
    except OSError:
        return True
    return (found.st_size, int(found.st_mtime)) != (each["Size"], int(each["LastModified"].timestamp()))


def fetch_one(store: MediaStore, name: str, path: Path, each: dict) -> None:
    """The whole file takes its place at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, made = tempfile.mkstemp(dir=path.parent, prefix=".fetching-")
    try:
        with os.fdopen(number, "wb") as target, store.open(name) as source:
            for piece in source.chunks():
                target.write(piece)
        Path(made).chmod(0o644)
        os.utime(made, times=(each["LastModified"].timestamp(),) * 2)
        Path(made).replace(path)
    finally:
        Path(made).unlink(missing_ok=True)


def is_public(store: MediaStore, name: str) -> bool:
    """Whether somebody without a key is answered."""
    address = f"{store.endpoint_url}/{store.bucket_name}/{store._normalize_name(name)}"
    return httpx.get(address, timeout=5).status_code == 200


def trial() -> Iterator[str]:
    """Store, read and delete a file, and ask for it as a stranger. Raises CannotCopy, StoreAway."""
    store = MediaStore()
    store.try_it()
    yield "The bucket is there, and can be listed."
    name = store.save("trial/trial.txt", ContentFile(b"A file to try the store with."))
    try:
        yield "A file can be stored."
        store.sum_of(name)
        yield "It can be read."
        if is_public(store, name):
            raise CannotCopy("But everybody can read it: make the bucket private.")
        yield "Strangers cannot."
    finally:
        store.remove(name)
    yield "It can be deleted."
