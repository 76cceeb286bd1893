"""Pictures and documents in an object store, by django-storages, with an end to waiting.

Loaded only where MEDIA_STORAGE_URL is set: the client of S3 takes 23 MB of a process. Addresses are our own (/media/…):
no visitor ever asks the store. docs/decisions/0029 says why it is done so.
"""

import functools
import hashlib
import logging
import posixpath
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, IncompleteReadError
from django.conf import settings
from django.core.files.base import File
from django.utils.crypto import get_random_string
from django.utils.deconstruct import deconstructible
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage
from storages.utils import ReadBytesWrapper, clean_name
from urllib3.exceptions import HTTPError, ProtocolError

from migs_site.media_storage.address import read
from migs_site.media_storage.failures import StoreAway
from migs_site.media_storage.patience import Patience, deadline

logger = logging.getLogger(__name__)

SUM = "sha256"  # beside each file, so that it is known again
FOLDER = "media"  # in the bucket, which may hold other things
IN_MEMORY = 1024 * 1024  # bytes of a file that is read; the rest waits in the temporary folder
PIECE = 64 * 1024
GONE = {"NoSuchKey", "404"}  # the number is all that an answer without a body says
CUT_SHORT = (IncompleteReadError, ProtocolError)
IN_TROUBLE = 500  # from this status on a store says that it is not well
CONFIG = Config(
    connect_timeout=2,
    read_timeout=4,
    retries={"mode": "standard", "total_max_attempts": 2},
    signature_version="s3v4",
    # Stores other than Amazon's know buckets by path, and no checksum but the one that the signature holds.
    s3={"addressing_style": "path", "payload_signing_enabled": True},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    max_pool_connections=20,
)
patience = Patience()
making = threading.Lock()


@functools.cache
def shared_connection(address: str):
    """One for all threads: one each would take 12 MB. Only its client is used, which several may use at once."""
    store = read(address)
    session = boto3.Session(aws_access_key_id=store.key, aws_secret_access_key=store.secret, region_name=store.region)
    return session.resource("s3", endpoint_url=store.endpoint, config=CONFIG)


@deconstructible
class MediaStore(S3Storage):
    """The bucket of MEDIA_STORAGE_URL. Whatever is wrong with it is StoreAway, within seconds."""

    def __init__(self):
        store = read(settings.MEDIA_STORAGE_URL)
        super().__init__(
            access_key=store.key,
            secret_key=store.secret,
            security_token="",
            bucket_name=store.bucket,
            region_name=store.region,
            endpoint_url=store.endpoint,
            location=FOLDER,
            default_acl=None,  # private, as the bucket is
            client_config=CONFIG,
            file_overwrite=False,
        )

    @property
    def connection(self):
        with making:
            return shared_connection(settings.MEDIA_STORAGE_URL)

    @property
    def client(self):
        return self.connection.meta.client

    def place_of(self, name: str) -> dict[str, str]:
        return {"Bucket": self.bucket_name, "Key": self._normalize_name(clean_name(name))}

    def url(self, name, *args, **kwargs):
        return settings.MEDIA_URL + filepath_to_uri(name)

    def get_available_name(self, name, max_length=None):
        """A name that nothing has ever had, in a folder of its own: nobody has to be asked, and nothing is replaced.

        So who keeps a file by its name keeps the right one. The name that people see stays.
        """
        folder, file = posixpath.split(clean_name(name))
        folder = posixpath.join(folder, get_random_string(10, "abcdefghijklmnopqrstuvwxyz0123456789"))
        root, ending = posixpath.splitext(file)
        room = (max_length or 255) - len(folder) - len(ending) - 1
        return posixpath.join(folder, root[:room] + ending)

    def _open(self, name, mode="rb"):
        """The whole file, already here: what comes later cannot be cut short any more."""
        with asking():
            try:
                return File(self.fetched(name), name)
            except CUT_SHORT:
                return File(self.fetched(name), name)

    def fetched(self, name: str):
        answer = self.client.get_object(**self.place_of(name))
        size, body = answer.get("ContentLength"), answer["Body"]._raw_stream
        until = deadline(size or 0)
        file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (who opened it closes it)
        try:
            # Whatever has come, at once: to wait for a whole piece has no end where single bytes drip in.
            for piece in iter(lambda: body.read1(PIECE), b""):
                file.write(piece)
                if time.monotonic() > until:
                    raise StoreAway("The object store sends too slowly.")
            if size is not None and file.tell() != size:
                raise IncompleteReadError(actual_bytes=file.tell(), expected_bytes=size)
        except BaseException:
            file.close()
            body.close()
            raise
        found = sha256(file)
        if answer["Metadata"].get(SUM, found) != found:
            file.close()
            raise StoreAway(f"The object store has another file than was stored, {name}.")
        return file

    def _save(self, name, content):
        """In one request, which the store takes whole or not at all; under this very name."""
        about = self._get_write_parameters(name, content) | {"Metadata": {SUM: sha256(content)}}
        body = ReadBytesWrapper(content)  # a file may say another length than it has
        with asking():
            self.client.put_object(**self.place_of(name), Body=body, **about)
        return clean_name(name)

    def remove(self, name: str) -> None:
        """As delete does, but raises StoreAway."""
        with suppress(FileNotFoundError), asking():
            self.client.delete_object(**self.place_of(name))

    def delete(self, name):
        """What cannot be deleted now is found in the night: no row names it any more, so nobody can ask for it."""
        try:
            self.remove(name)
        except StoreAway:
            logger.warning("A file that nothing names any more was left in the object store.")

    def exists(self, name):
        with asking():
            return super().exists(name)

    def size(self, name):
        with asking():
            return self.client.head_object(**self.place_of(name))["ContentLength"]

    def listdir(self, name):
        with asking():
            return super().listdir(name)

    def listed(self) -> Iterator[dict]:
        """Each file: Name, Size, LastModified."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name, Prefix=f"{FOLDER}/")
        with asking():
            for page in pages:
                for each in page.get("Contents", []):
                    if not each["Key"].endswith("/"):  # what consoles make and call a folder
                        yield each | {"Name": each["Key"].removeprefix(f"{FOLDER}/")}

    def sum_of(self, name: str) -> str:
        """The SHA-256 of a file as it is stored. Raises FileNotFoundError."""
        with self.open(name) as file:
            return sha256(file)

    def try_it(self) -> None:
        """Raises StoreAway unless the bucket is there and answers us."""
        with asking():
            self.client.list_objects_v2(Bucket=self.bucket_name, Prefix=f"{FOLDER}/", MaxKeys=1)


def sha256(file) -> str:
    """Of a whole file, which is at its beginning again afterwards."""
    file.seek(0)
    summed = hashlib.sha256()
    for piece in iter(lambda: file.read(PIECE), b""):
        summed.update(piece)
    file.seek(0)
    return summed.hexdigest()


@contextmanager
def asking() -> Iterator[None]:
    """Raises FileNotFoundError for a file that is not there, and StoreAway for whatever else goes wrong."""
    with patience.place():
        try:
            yield
        except ClientError as error:
            refused(error)
        except CUT_SHORT as error:
            raise StoreAway("The object store does not send a file to its end.") from error
        except (BotoCoreError, HTTPError) as error:
            patience.give_up()
            logger.warning("The object store does not answer: %s", type(error).__name__)
            raise StoreAway(f"The object store does not answer ({type(error).__name__}).") from error


def refused(error: ClientError) -> None:
    code = error.response.get("Error", {}).get("Code", "")
    if code in GONE:
        raise FileNotFoundError("There is no such file in the object store.") from error
    if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", IN_TROUBLE) >= IN_TROUBLE:
        patience.give_up()
    logger.warning("The object store refuses: %s", code)
    raise StoreAway(f"The object store refuses ({code}).") from error
