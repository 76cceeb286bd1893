"""Mail servers that Django's settings name."""

import logging

import pytest
from aiosmtpd.smtp import SMTP

from migs_site.outbox import smtp
from tests.migs_site.outbox.servers import Server


@pytest.fixture
def serve(settings, monkeypatch):
    """Starts a mail server; those that hang are given up soon."""
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.4
    monkeypatch.setattr(smtp, "SECONDS_TO_ACCEPT", 0.8)
    running = []

    def start(kind: type[SMTP] = SMTP, **options) -> Server:
        server = Server(kind, **options)
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.controller.port
        server.controller.start()
        running.append(server)
        return server

    yield start
    for server in running:
        server.stop()


@pytest.fixture
def server(serve) -> Server:
    return serve()
