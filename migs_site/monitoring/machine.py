"""What other programs of the machine leave for the site to read: how the last backup went, and the certificate."""

import datetime
import json
import re
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime

CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
VERSION, UTC_TIME = 0xA0, 0x17  # tags of ASN.1


class Unreadable(Exception):
    """A file that a setting names is not there, or is not what it should be."""


class Backup(NamedTuple):
    """finished_at: of the last one that was good, or None. sent_at: when the write-ahead log last was, or None.

    error: what has failed since, or nothing.
    """

    finished_at: datetime.datetime | None
    sent_at: datetime.datetime | None
    error: str


def last_backup() -> Backup | None:
    """None where no backup is set up (BACKUP_STATUS). Raises Unreadable."""
    if not settings.BACKUP_STATUS:
        return None
    try:
        said = json.loads(Path(settings.BACKUP_STATUS).read_text())
        return Backup(instant(said.get("finished_at")), instant(said.get("sent_at")), str(said.get("error") or ""))
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(settings.BACKUP_STATUS) from error


def instant(text: str | None) -> datetime.datetime | None:
    """Without a zone it is taken for UTC."""
    found = parse_datetime(text or "")
    return timezone.make_aware(found, datetime.UTC) if found and timezone.is_naive(found) else found


def certificate_ends_at() -> datetime.datetime | None:
    """When the first certificate in the file that CERTIFICATE names is no longer valid; None without one.

    Raises Unreadable. Python reads certificates only while it connects: the date is found by its place (RFC 5280, 4.1).
    """
    if not settings.CERTIFICATE:
        return None
    try:
        found = CERTIFICATE.search(Path(settings.CERTIFICATE).read_text())
        return end_of_validity(ssl.PEM_cert_to_DER_cert(found[0]))
    except (OSError, ValueError, TypeError, IndexError, StopIteration) as error:
        raise Unreadable(settings.CERTIFICATE) from error


def end_of_validity(certificate: bytes) -> datetime.datetime:
    [(_tag, whole)] = elements(certificate)
    _tag, signed = next(elements(whole))
    fields = [content for tag, content in elements(signed) if tag != VERSION]
    _serial, _algorithm, _issuer, validity, *_rest = fields
    _begin, (tag, end) = elements(validity)
    form = "%y%m%d%H%M%SZ" if tag == UTC_TIME else "%Y%m%d%H%M%SZ"
    return datetime.datetime.strptime(end.decode("ascii"), form).replace(tzinfo=datetime.UTC)


def elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The elements in a piece of DER, with their tags (X.690, 8.1)."""
    at = 0
    while at < len(content):
        tag, length = content[at], content[at + 1]
        at += 2
        if length & 0x80:
            octets = length & 0x7F
            length = int.from_bytes(content[at : at + octets])
            at += octets
        yield tag, content[at : at + length]
        at += length
