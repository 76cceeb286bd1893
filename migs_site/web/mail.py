"""How the site writes e-mails: each as HTML and as text, under the institute's name, in the active language."""

from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language

from migs_site.models import ContactDetails


def compose(
    template: str, context: dict, *, subject: str, to: str, contact: ContactDetails | None = None, **options
) -> EmailMultiAlternatives:
    """A message from two templates, <template>.html and <template>.txt.

    ``contact`` is asked for unless whoever writes many brings it along. ``options`` are Django's own; without a
    ``reply_to`` of their own replies go to the institute.
    """
    contact = contact or ContactDetails.objects.exclude(email="").first()
    context = context | {"contact": contact, "subject": subject}
    options["headers"] = {"Content-Language": get_language()} | options.get("headers", {})
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"{template}.txt", context).strip() + "\n",
        from_email=formataddr((" ".join(contact.name.split()) if contact else "", settings.DEFAULT_FROM_EMAIL)),
        to=[to],
        **{"reply_to": [contact.email] if contact else []} | options,
    )
    message.attach_alternative(render_to_string(f"{template}.html", context).strip() + "\n", "text/html")
    return message
