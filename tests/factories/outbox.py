"""Mails of the outbox."""

from django.core.mail import EmailMultiAlternatives

from migs_site.outbox.models import Mail
from migs_site.outbox.services import queue_mail

OF_MESSAGE = ("subject", "body", "html", "to", "headers", "reply_to")


def message(**fields) -> EmailMultiAlternatives:
    """As compose makes it, without asking for contact details; html=None is a mail of text alone."""
    html = fields.pop("html", "<p>Dear Camille</p>")
    given = {"subject": "Received", "body": "Dear Camille\n", "from_email": "MIGS <migs@example.org>"} | fields
    made = EmailMultiAlternatives(**{"to": ["camille@example.org"]} | given)
    if html is not None:
        made.attach_alternative(html, "text/html")
    return made


def mail(key: str = "receipt", *, about="", held: bool = False, send_at=None, **fields) -> Mail:
    """A mail that is queued with its job; fields of the message, or of the row where the message has none."""
    of_message = {name: fields.pop(name) for name in OF_MESSAGE if name in fields}
    made = queue_mail(key=key, message=message(**of_message), about=about, held=held, send_at=send_at)
    if fields:
        Mail.objects.filter(pk=made.pk).update(**fields)
        made.refresh_from_db()
    return made


def sent_mail(key: str = "sent", **fields) -> Mail:
    made = mail(key, **fields)
    Mail.objects.filter(pk=made.pk).update(state="sent", sent_at=made.created_at, attempts=1, tries_left=10)
    made.refresh_from_db()
    return made


def failed_mail(key: str = "failed", **fields) -> Mail:
    known = {"state": "failed", "attempts": 1, "tries_left": 0, "problem": "refused", "reply_code": "550 5.1.1"}
    return mail(key, **known | fields)
