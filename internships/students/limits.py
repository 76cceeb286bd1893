"""How much one visitor, one network and all together may store and have mailed (migs_site/rate_limits).

A whole class may sit behind one address of its university, and all send on the last evening. Stored bytes come back as
slowly as drafts are erased, so that what is kept is bounded, and not only how fast it comes.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection

from internships.models import DRAFTS_KEPT
from migs_site.rate_limits.mailboxes import mailbox
from migs_site.rate_limits.services import Limit, LimitReached, Spending, spend, spend_together
from migs_site.web.client_addresses import client_address, client_network

HOUR, DAY, GIGABYTE = timedelta(hours=1), timedelta(days=1), 1_000_000_000

SAVES = (
    Limit("internships.saves_by_address", 600, HOUR),
    Limit("internships.saves_by_network", 1_200, HOUR),
)
DRAFTS = (
    Limit("internships.drafts_by_address", 60, HOUR),
    Limit("internships.drafts_by_network", 120, HOUR),
    Limit("internships.drafts", 2_000, HOUR),
)
BYTES = (
    Limit("internships.bytes_by_address", 2 * GIGABYTE, DRAFTS_KEPT),
    Limit("internships.bytes_by_network", 4 * GIGABYTE, DRAFTS_KEPT),
    Limit("internships.bytes", 40 * GIGABYTE, DRAFTS_KEPT),
)
MAILS = (
    Limit("internships.mails_by_address", 60, HOUR),
    Limit("internships.mails_by_network", 120, HOUR),
    Limit("internships.mails", 1_000, HOUR),
)
# Of one address, since sixty strangers need not hear of us within half a minute.
MAILS_AT_ONCE = Limit("internships.mails_at_once", 20, timedelta(minutes=10))
# Apart, so that whoever asks for links to somebody else's mailbox cannot keep them from the mail about an application.
LINKS_BY_MAILBOX = Limit("internships.links_by_mailbox", 5, DAY)
RECEIPTS_BY_MAILBOX = Limit("internships.receipts_by_mailbox", 5, DAY)


def by_visitor(request, limits: tuple[Limit, ...], amount: int = 1) -> list[Spending]:
    """Of limits for one address, one network and all together, in this order; the last may be left out."""
    whose = (client_address(request), client_network(request), "")
    return [Spending(limit, who, amount) for limit, who in zip(limits, whose, strict=False)]


def spend_for_save(request, *, is_new: bool, length: int = 0) -> None:
    """length: of what was typed, which is stored as well. Raises LimitReached."""
    drafts = by_visitor(request, DRAFTS) if is_new else []
    spend_together(*by_visitor(request, SAVES), *drafts, *by_visitor(request, BYTES, length))


def spend_for_files(request, *, size: int) -> None:
    """Raises LimitReached."""
    if size:
        spend_together(*by_visitor(request, BYTES, size))


def for_a_mail(request) -> list[Spending]:
    return [*by_visitor(request, MAILS), Spending(MAILS_AT_ONCE, client_address(request))]


def spend_for_link(request, *, email: str) -> None:
    """A mail that somebody asks for. Raises LimitReached, whether we know the address or not."""
    spend_together(*for_a_mail(request), Spending(LINKS_BY_MAILBOX, mailbox(email)))


def spend_for_receipt(request, *, email: str) -> bool:
    """The first mail about an application. Raises LimitReached for what the sender has used up.

    False where the mailbox has had enough: somebody fills it with applications, and the next may be its owner's own.
    """
    spend_together(*for_a_mail(request))
    try:
        spend(RECEIPTS_BY_MAILBOX, mailbox(email))
    except LimitReached:
        return False
    return True


@contextmanager
def one_at_a_time(token: str) -> Iterator[None]:
    """Others with the same token wait here: what is spent before the transaction is then spent once.

    A lock of the connection, since nothing is spent inside a transaction; it goes with a process that is killed.
    """
    key = int.from_bytes(hashlib.sha256(token.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [key])
        try:
            yield
        finally:
            with suppress(OperationalError, InterfaceError):
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
