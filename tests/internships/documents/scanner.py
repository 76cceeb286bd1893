"""A server that speaks clamd’s protocol, and misbehaves as it is told."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"  # in two: this file is none


class Scanner:
    """Listens on a socket file, or on a port of this machine. heard: what it was sent, one entry a file."""

    def __init__(self, folder: Path | None = None):
        family = socket.AF_UNIX if folder else socket.AF_INET
        self.server = socket.socket(family, socket.SOCK_STREAM)
        self.server.bind(str(folder / "clamd.ctl") if folder else ("127.0.0.1", 0))
        self.server.listen()
        name = self.server.getsockname()
        self.address = f"unix://{name}" if folder else f"tcp://{name[0]}:{name[1]}"
        self.heard: list[bytes] = []
        self.stopped = threading.Event()
        self.behave: Callable[[socket.socket], None] = self.look
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self.server.accept()
                with client, suppress(OSError):
                    client.settimeout(10)
                    self.behave(client)

    def stop(self) -> None:
        self.stopped.set()
        with suppress(OSError):
            self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        self.thread.join(10)

    def look(self, client: socket.socket) -> None:
        content = self.listen(client)
        client.sendall(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")

    def listen(self, client: socket.socket) -> bytes:
        """The content of a stream, whole: anything else is a mistake of the client."""
        reader = client.makefile("rb")
        assert reader.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(reader.read(4), "big"):
            content += reader.read(length)
        self.heard.append(content)
        return content


def says(answer: bytes) -> Callable[[Scanner, socket.socket], None]:
    def say(scanner: Scanner, client: socket.socket) -> None:
        scanner.listen(client)
        client.sendall(answer)

    return say


def hangs_up_at_once(scanner: Scanner, client: socket.socket) -> None:
    pass


def hangs_up_in_the_middle(scanner: Scanner, client: socket.socket) -> None:
    client.recv(100)


def hears_enough(scanner: Scanner, client: socket.socket) -> None:
    """As clamd does at StreamMaxLength: it says so and hangs up, while the rest is still on its way."""
    client.recv(10 + 4 + 1000)
    client.sendall(b"INSTREAM size limit exceeded. ERROR\0")


def never_answers(scanner: Scanner, client: socket.socket) -> None:
    scanner.listen(client)
    with suppress(OSError):
        client.recv(1)


def answers_a_letter_at_a_time(scanner: Scanner, client: socket.socket) -> None:
    """Each soon enough, and all of them never."""
    scanner.listen(client)
    for letter in b"stream: OK\0":
        client.sendall(bytes([letter]))
        time.sleep(0.3)


def stops_listening(scanner: Scanner, client: socket.socket) -> None:
    scanner.stopped.wait(10)
