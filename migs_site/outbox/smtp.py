"""The way to the mail server: a connection that takes the last step of a mail only when it may.

Until the line with nothing but a full stop a server keeps nothing of a mail (RFC 5321, 4.1.1.4); from then on it may.
"""

import contextlib
import re
import select
import smtplib
import socket
import threading
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends import smtp

# After the end of a mail a server reads it, with filters and all; who gives up too soon sends a second copy
# (RFC 5321, 4.5.3.2.6, which would have us wait ten minutes). Everything before is bounded by EMAIL_TIMEOUT.
SECONDS_TO_ACCEPT = 60
# Of a whole connection, which a server cannot stretch by answering one letter at a time. No honest use comes near it.
LONGEST_CONNECTION = 150
END = b".\r\n"


class Fenced:
    """What is added to smtplib: ``fence`` is called before the end of a mail, and stops it by raising."""

    fence: Callable[[], None]
    is_handed_over = False
    alarm: threading.Timer | None = None

    def connect(self, *args, **kwargs):
        self.alarm = threading.Timer(LONGEST_CONNECTION, self.cut)
        self.alarm.daemon = True
        self.alarm.start()
        try:
            return super().connect(*args, **kwargs)
        except BaseException:
            self.alarm.cancel()
            raise

    def close(self):
        if self.alarm:
            self.alarm.cancel()
        super().close()

    def cut(self) -> None:
        """End the connection from another thread: whoever waits for the server is told that it is gone."""
        with contextlib.suppress(OSError, TypeError):
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def be_sure_that_it_listens(self) -> None:
        """Raise where the server has hung up: what was sent since then went nowhere, and no error has said so yet."""
        if select.select([self.sock], [], [], 0)[0] and not socket.socket.recv(self.sock, 1, socket.MSG_PEEK):
            raise smtplib.SMTPServerDisconnected

    def data(self, msg: bytes):
        code, reply = self.docmd("data")
        if code != 354:
            raise smtplib.SMTPDataError(code, reply)
        # The end goes in a packet of its own, which must not wait until the server has confirmed the one before.
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.send(re.sub(rb"(?m)^\.", b"..", msg.removesuffix(b"\r\n") + b"\r\n"))
        self.fence()
        self.be_sure_that_it_listens()
        self.is_handed_over = True
        self.send(END)
        self.sock.settimeout(SECONDS_TO_ACCEPT)
        answer = self.getreply()
        self.sock.settimeout(self.timeout)
        return answer


class FencedSMTP(Fenced, smtplib.SMTP):
    pass


class FencedSMTPOverTLS(Fenced, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's own, with the fence."""

    @property
    def connection_class(self):
        return FencedSMTPOverTLS if self.use_ssl else FencedSMTP


class Post:
    """Hands mails over, several on one connection. Without an SMTP server (files, the console) each is written."""

    def __init__(self):
        is_smtp = settings.EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend"
        self.backend = get_connection(f"{__name__}.EmailBackend" if is_smtp else None)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        """Say good-bye, which nothing hangs on; after a failure there is nobody to say it to."""
        with contextlib.suppress(OSError):
            self.discard() if error else self.backend.close()

    def open(self) -> None:
        """Be connected, signed in and greeted; raises OSError, of which SMTPException is one kind."""
        self.backend.open()
        if isinstance(self.backend, EmailBackend):
            self.backend.connection.ehlo_or_helo_if_needed()

    def send(self, message: EmailMessage, fence: Callable[[], None]) -> None:
        """Hand a mail over; raises what smtplib raises, what building a message raises, and what the fence raises."""
        if isinstance(self.backend, EmailBackend):
            self.backend.connection.fence, self.backend.connection.is_handed_over = fence, False
        else:
            fence()
        self.backend.send_messages([message])

    @property
    def is_handed_over(self) -> bool:
        """Whether the server may have the whole of the last mail."""
        return getattr(getattr(self.backend, "connection", None), "is_handed_over", False)

    def discard(self) -> None:
        """End the connection without a word: in the middle of a mail a good-bye would be part of it."""
        for name in ("connection", "_partial_connection"):
            connection = getattr(self.backend, name, None)
            if connection:
                connection.close()
                setattr(self.backend, name, None)
