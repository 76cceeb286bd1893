"""What a worker does that a test kills."""

from django.conf import settings

from migs_site.outbox.sending import send_due


def send_through(port: int) -> None:
    """Send what is due through the mail server of the test."""
    settings.EMAIL_PORT = port
    send_due()
