"""What stands in an email that staff have saved as a file. It is read in a process of its own."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from django.core.files import File
from django.utils.translation import gettext_lazy as _

from migs_site.base.documents.mails import LARGEST_MAIL, unpack
from migs_site.base.documents.process import Busy
from migs_site.base.inspection.verdicts import Refused
from migs_site.base.plain_text import readable

SENTENCES = {
    "not_a_mail": _("This is not an email. Save the message as an .eml file, and choose that."),
    "unreadable": _("This is not an email that can be read."),
    "too_many_parts": _("This email has too many parts to be read."),
    "long_headers": _("This email has headers that are too long to be read."),
    "too_complex": _("This email is too complex to be read. Ask the applicant to use the form."),
    "too_large": _("This file is larger than 30 MB."),
    "busy": _("The email could not be read yet, because many files are arriving. Try again in a minute."),
}


class Unreadable(Exception):
    """Says in a sentence why an email was not read."""


@dataclass(frozen=True)
class Attachment:
    """content: none of those after the tenth."""

    name: str
    content: File | None


@dataclass(frozen=True)
class ArrivedMail:
    """name, email: of the sender, as far as they are given. language: a guess from the words."""

    sha256: str
    name: str
    email: str
    language: str
    attachments: list[Attachment]


def sha256_of(file: File) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def read_mail(file: File) -> Iterator[ArrivedMail]:
    """The email, with attachments to be read inside the block. Raises Unreadable, and OSError without room."""
    if file.size > LARGEST_MAIL:
        raise Unreadable(str(SENTENCES["too_large"]))
    with ExitStack() as files:
        contents = files.enter_context(tempfile.TemporaryFile())
        try:
            said = unpack(file, contents)
        except Refused as refused:
            raise Unreadable(str(SENTENCES[refused.reason])) from refused
        except Busy as busy:
            raise Unreadable(str(SENTENCES["busy"])) from busy
        contents.seek(0)
        yield ArrivedMail(
            sha256=sha256_of(file),
            name=readable(said["name"])[:150],
            email=readable(said["email"])[:254],
            language=said["language"],
            attachments=[attachment(each, contents, files) for each in said["attachments"]],
        )


def attachment(said: dict, contents: BinaryIO, files: ExitStack) -> Attachment:
    """With the next bytes of the contents in a file of its own."""
    name, size = said["name"], said["size"]
    if size is None:
        return Attachment(name, None)
    content = files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 (closed with the others)
    for start in range(0, size, 64 * 1024):
        content.write(contents.read(min(64 * 1024, size - start)))
    content.seek(0)
    return Attachment(name, File(content, name=name or "?"))
