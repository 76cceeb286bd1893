"""The e-mail that confirms an application."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext
from wagtail.rich_text import expand_db_html

from internships.models import Application, InternshipPage
from migs_site.base.plain_text import TURNING
from migs_site.web.mail import compose


def confirmation(application: Application) -> EmailMultiAlternatives:
    """The message in the applicant's language. The same Message-ID each time, so that a second copy can be known."""
    with translation.override(application.language):
        page = InternshipPage.objects.live().filter(locale__language_code=application.language).first()
        html = with_whole_addresses(expand_db_html(page.received_text) if page else "")
        # The form refuses such names; a mail must hold even when one has come another way.
        name = " ".join(TURNING.sub("", application.name).split())
        context = {
            "name": name,
            "reference": application.reference,
            "files": application.files.all(),
            "received_html": html,
            "received_text": as_text(html),
        }
        reply_to = {"reply_to": [page.contact_email]} if page and page.contact_email else {}
        return compose(
            "internships/email/confirmation",
            context,
            subject=gettext("We have received your application: %s") % application.reference,
            to=application.email,
            headers={"Message-ID": message_id(application), "Auto-Submitted": "auto-replied"},
            **reply_to,
        )


def message_id(application: Application) -> str:
    domain = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].rstrip("> ")
    return f"<application-{application.pk}@{domain}>"


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
