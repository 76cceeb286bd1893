"""The e-mail that confirms an application."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from wagtail.rich_text import expand_db_html

from internships.models import Application, InternshipPage


def confirmation(application: Application) -> EmailMultiAlternatives:
    """The message in the applicant's language. The same Message-ID each time, so that a second copy can be known."""
    with translation.override(application.language):
        page = InternshipPage.objects.live().filter(locale__language_code=application.language).first()
        contact = apps.get_model("migs_site", "ContactDetails").objects.first()
        html = with_whole_addresses(expand_db_html(page.received_text) if page else "")
        context = {
            "application": application,
            "files": application.files.all(),
            "contact": contact,
            "received_html": html,
            "received_text": as_text(html),
        }
        message = EmailMultiAlternatives(
            subject=gettext("Your application has arrived: %s") % application.reference,
            body=render_to_string("internships/email/confirmation.txt", context).strip() + "\n",
            to=[application.email],
            reply_to=reply_addresses(page, contact),
            headers={"Message-ID": message_id(application), "Auto-Submitted": "auto-replied"},
        )
        message.attach_alternative(render_to_string("internships/email/confirmation.html", context), "text/html")
        return message


def message_id(application: Application) -> str:
    domain = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].rstrip("> ")
    return f"<application-{application.pk}@{domain}>"


def reply_addresses(page: InternshipPage | None, contact) -> list[str]:
    addresses = [page.contact_email if page else "", contact.email if contact else ""]
    return [address for address in addresses if address][:1]


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
