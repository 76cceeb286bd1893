"""The e-mails to students."""

import hashlib
import re
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import expand_db_html

from internships.documents.files import in_order
from internships.models import Application, InternshipPage
from migs_site.audit.models import reference_to
from migs_site.base.plain_text import TURNING
from migs_site.database_functions import call
from migs_site.outbox.models import MARKER
from migs_site.outbox.services import queue_mail
from migs_site.serving import PUBLIC
from migs_site.web.mail import compose

FILES = "internships.files:"  # how the key of a mail begins whose link leads to packed files
ASKED_FOR = ("draft", "lost", "files")
SUBJECTS = {
    "received": _("We have received your application: %s"),
    "receipt": _("Your receipt for application %s"),
    "draft": _("The link to your draft application"),
    "lost": _("The link to your application"),
    "files": _("The files of your application: %s"),
}


def queue(kind: str, application: Application, *, to: str) -> None:
    """Store a mail about an application, in the transaction of its cause: one of each kind that tells something.

    What is asked for by hand may be asked again, and is mailed to one address once in ten minutes. The public process,
    whose words might be anybody's, only says which mail it is, of the application whose token it presents.
    """
    if settings.SERVES == PUBLIC:
        call("internships_ask_for_mail", kind)
        return
    key = f"internships.{kind}:{application.pk}"
    if kind in ASKED_FOR:
        key += f":{hashlib.sha256(to.casefold().encode()).hexdigest()[:16]}:{int(timezone.now().timestamp()) // 600}"
    queue_mail(key=key, message=message(kind, application, to=to), about=reference_to(application))


def mail_asked_for(kind: str, application_id: str) -> None:
    """What the public process has asked for, unless the application is gone, or goes at this moment."""
    with transaction.atomic():
        application = Application.objects.select_for_update().filter(pk=application_id).first()
        if application and (to := application.email or application.typed.get("link_mailed_to", "")):
            queue(kind, application, to=to)


def message(kind: str, application: Application, *, to: str) -> EmailMultiAlternatives:
    """A mail in the applicant's language. Only “receipt”, which goes to an address that was confirmed, quotes them."""
    with translation.override(application.language):
        page = InternshipPage.objects.live().filter(locale__language_code=application.language).first()
        subject = SUBJECTS[kind]
        return compose(
            f"internships/email/{kind}",
            {"reference": application.reference, "link": MARKER}
            | (facts(application, page) if kind == "receipt" else {}),
            subject=subject % application.reference if "%s" in subject else str(subject),
            to=to,
            headers={"Auto-Submitted": "auto-replied"},
            **{"reply_to": [page.contact_email]} if page and page.contact_email else {},
        )


def facts(application: Application, page: InternshipPage | None) -> dict:
    """What the receipt says."""
    html = with_whole_addresses(expand_db_html(page.received_text) if page else "")
    return {
        # The form refuses such names; a mail must hold even when one has come another way.
        "name": " ".join(TURNING.sub("", application.name).split()),
        "files": in_order(application.files.all()),
        "received_at": application.received_at,
        "received_html": html,
        "received_text": as_text(html),
    }


class TextCollector(HTMLParser):
    """Rich text as plain text: paragraphs apart, list items with a dash, each link followed by its address."""

    def __init__(self):
        super().__init__()
        self.parts: list[str] = []
        self.address = ""

    def handle_starttag(self, tag, attrs):
        if tag == "li":
            self.parts.append("\n- ")
        elif tag in {"p", "ul", "ol", "h2", "h3", "h4"}:
            self.parts.append("\n\n")
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "a":
            self.address = dict(attrs).get("href") or ""

    def handle_endtag(self, tag):
        if tag == "a" and self.address:
            self.parts.append(f" ({self.address.removeprefix('mailto:')})")
            self.address = ""

    def handle_data(self, data):
        self.parts.append(data)


def as_text(html: str) -> str:
    collector = TextCollector()
    collector.feed(html)
    return re.sub(r"\n{3,}", "\n\n", "".join(collector.parts)).strip()


def with_whole_addresses(html: str) -> str:
    """Links to our own pages lead nowhere in an e-mail without the site's name."""
    return html.replace('href="/', f'href="{urljoin(settings.BASE_URL, "/")}')
