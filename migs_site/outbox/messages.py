"""From a message to a row, and from a row to the message that is sent."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.utils import translation
from django.utils.html import escape, linebreaks, urlize
from django.utils.safestring import mark_safe

from migs_site.base.plain_text import for_xml, readable
from migs_site.outbox.models import MARKER, Mail
from migs_site.web.mail import compose

MAX_BODY = 1_000_000  # characters of each of the two
SIGNATURE = "\n-- \n"  # what templates/email/base.txt puts after the words


def mail_of(message: EmailMultiAlternatives) -> Mail:
    """A mail, not yet stored, that says what a message says; raises ValueError for what no mail of the outbox can be.

    A subject may quote what a stranger typed: it is made one line that hides nothing. No other header may.
    """
    html = [body for body, kind in message.alternatives if kind == "text/html"]
    is_odd = message.attachments or message.cc or message.bcc or len(html) != len(message.alternatives)
    if is_odd or len(message.to) != 1:
        raise ValueError("A mail has one recipient, a text, an HTML text and no attachment.")
    if max(len(body) for body in (message.body, *html)) > MAX_BODY:
        raise ValueError("The body of this mail is too long.")
    headers = dict(message.extra_headers)
    mail = Mail(
        to=message.to[0],
        sender=message.from_email,
        reply_to=", ".join(message.reply_to),
        subject=readable(message.subject)[:250],
        text=for_xml(message.body),
        html=for_xml("".join(html)),
        language=(headers.get("Content-Language") or translation.get_language() or settings.LANGUAGE_CODE)[:2],
        message_id=headers.pop("Message-ID", ""),
        headers=headers,
    )
    mail.message_id = mail.message_id or new_message_id(mail)
    check(mail)
    return mail


def check(mail: Mail) -> None:
    """Raises ValueError where no message can be made of a mail: of a wrong address, or a header of two lines."""
    try:
        validate_email(mail.to)
    except ValidationError as error:
        raise ValueError("A mail goes to one address, without a name.") from error
    message_of(mail).message()


def new_message_id(mail: Mail) -> str:
    """By its Message-ID a second copy of a mail can be known (RFC 5322, 3.6.4)."""
    number = f"{mail.pk}.{mail.attempts}" if mail.attempts else mail.pk
    return f"<{number}@{settings.DEFAULT_FROM_EMAIL.rsplit('@', 1)[-1].rstrip('> ')}>"


def message_of(mail: Mail, link: str = MARKER) -> EmailMultiAlternatives:
    """The message of a mail, with an address in the place of the marker."""
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text.replace(MARKER, link),
        from_email=mail.sender,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=mail.headers | {"Message-ID": mail.message_id},
    )
    if mail.html:
        message.attach_alternative(mail.html.replace(MARKER, escape(link)), "text/html")
    return message


def words_of(mail: Mail) -> str:
    """The text without the signature that every mail has, as staff edit it."""
    return mail.text.rpartition(SIGNATURE)[0] or mail.text


def reword(mail: Mail, words: str) -> None:
    """Put other words into both bodies of a mail, in the frame that every mail has and in its own language."""
    message = in_frame(words, subject=mail.subject, to=mail.to, language=mail.language)
    mail.text, mail.html = message.body, message.alternatives[0].content


def in_frame(words: str, *, subject: str, to: str, language: str, **options) -> EmailMultiAlternatives:
    """A message of plain words that somebody has typed, in the frame that every mail has; ``options`` as of compose."""
    words = for_xml(words.replace("\r\n", "\n")).strip()
    html = linebreaks(urlize(words, autoescape=True), autoescape=False)
    context = {"words": words, "html": mark_safe(linked(html))}  # noqa: S308 (urlize has escaped it)
    with translation.override(language):
        return compose("outbox/email/edited", context, subject=subject, to=to, **options)


def linked(html: str) -> str:
    return html.replace(MARKER, f'<a href="{MARKER}">{MARKER}</a>')
