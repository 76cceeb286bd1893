"""A real SMTP server on loopback that does, mail after mail, what a test tells it to."""

import asyncio
import email.policy
import subprocess
from collections.abc import Callable

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.browser.running_site import free_port

LONG = 60  # seconds; longer than any test has patience


class CutInTheMiddle(SMTP):
    """Says that a mail may come, reads its first line and drops the connection."""

    async def smtp_DATA(self, arg):
        await self.push("354 go on")
        await self._reader.readline()
        self.transport.abort()


class Dripping(SMTP):
    """Greets one letter at a time, each before anybody loses patience, and never comes to an end."""

    async def push(self, status):
        while True:
            self._writer.write(b"2")
            await asyncio.sleep(0.1)


class Server:
    """``script`` names what happens next, in order; nothing out of the ordinary when it is used up.

    ``kept`` are the mails it has taken responsibility for; ``seen`` counts those whose end it has read.
    """

    def __init__(self, kind: type[SMTP] = SMTP, **options):
        self.script, self.kept, self.seen, self.seconds_a_step = [], [], 0, 0
        self.before_mail: Callable[[], None] = lambda: None
        self.before_keeping: Callable[[], None] = lambda: None
        self.after_keeping: Callable[[], None] = lambda: None

        self.open = []

        class Listening(Controller):
            def factory(controller):
                self.open.append(kind(self, **controller.SMTP_kwargs))
                return self.open[-1]

        self.controller = Listening(self, hostname="127.0.0.1", port=free_port(), **options)

    def stop(self) -> None:
        """Without leaving a connection to whoever is still hanging on."""

        async def drop():
            for connection in self.open:
                for name in ("transport", "_original_transport"):
                    transport = getattr(connection, name, None)
                    if transport:
                        transport.abort()
            await asyncio.sleep(0.05)

        asyncio.run_coroutine_threadsafe(drop(), self.controller.loop).result()
        self.controller.stop(no_assert=True)

    @property
    def subjects(self) -> list[str]:
        return [message["Subject"] for message in self.kept]

    def next_is(self, what: str) -> bool:
        if self.script[:1] == [what]:
            self.script.pop(0)
            return True
        return False

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return ["554 5.7.1 not you"] if self.script == ["greet nobody"] else responses

    async def handle_HELO(self, server, session, envelope, hostname):
        session.host_name = hostname
        return "554 5.7.1 not you" if self.next_is("greet nobody") else "250 hello"

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.before_mail()
        await asyncio.sleep(self.seconds_a_step)
        if self.next_is("refuse us"):
            return "550 5.7.1 migs@example.org is not welcome"
        if self.next_is("hang at once"):
            await asyncio.sleep(LONG)
        envelope.mail_from = address
        return "250 ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.next_is("refuse"):
            return f"550 5.1.1 <{address}> does not live here"
        if self.next_is("defer"):
            return f"451 4.7.1 <{address}> is greylisted"
        if self.next_is("close"):
            return "421 4.3.2 going down"
        if self.next_is("drop at once"):
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        self.seen += 1
        self.before_keeping()
        await asyncio.sleep(self.seconds_a_step)
        if self.next_is("refuse content"):
            return "554 5.6.0 no"
        if self.next_is("defer content"):
            return "452 4.3.1 no room for camille@example.org"
        if self.next_is("hang"):
            await asyncio.sleep(LONG)
        if self.next_is("think"):
            await asyncio.sleep(0.6)
        if self.next_is("drop"):
            server.transport.abort()
            await asyncio.sleep(LONG)
        self.kept.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.after_keeping()
        await asyncio.sleep(self.seconds_a_step)
        if self.next_is("keep and drop"):
            server.transport.abort()
        if self.next_is("keep and hang"):
            await asyncio.sleep(LONG)
        return "250 kept"


def certificate(folder, name: str = "127.0.0.1") -> str:
    """A key with a certificate for an address, signed by itself; given is the path of both in one file."""
    path = folder / "certificate.pem"
    kind = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
    alternative = ["-addext", f"subjectAltName=IP:{name}"]
    made = ["-keyout", str(path), "-out", str(folder / "crt.pem")]
    subprocess.run(["openssl", "req", *kind, *alternative, *made], check=True, capture_output=True)
    path.write_text(path.read_text() + (folder / "crt.pem").read_text())
    return str(path)
