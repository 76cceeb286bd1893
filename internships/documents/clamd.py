"""Asks ClamAV’s daemon about a file, in the words of its own protocol (INSTREAM, man 8 clamd)."""

import re
import socket
import time
from typing import IO
from urllib.parse import urlsplit

SECONDS = 60  # for one file, from the connection to the answer
CHUNK_SIZE = 256 * 1024
# Exactly one of these two lines, and its end. Whatever else is answered is no answer.
ANSWER = re.compile(rb"stream: (?:OK|([^\x00\n]{1,500}) FOUND)\x00")
# What clamd says it has found where it only stopped looking, if AlertExceedsMax is set.
LIMITS = "Heuristics.Limits.Exceeded"


class NoAnswer(Exception):
    """The scanner is away, does not answer in time or breaks off. It may be the scanner, and it may be this file."""


class NotUnderstood(Exception):
    """The scanner has answered, but not whether this file is clean."""


def ask(address: str, content: IO[bytes]) -> str:
    """The name of what the scanner finds in what is left to read of a file; empty where it finds nothing.

    address: ``unix:///path`` or ``tcp://host:port``. Raises NoAnswer and NotUnderstood.
    """
    until = time.monotonic() + SECONDS
    try:
        with connect(address, until) as scanner:
            send(scanner, content, until)
            answer = receive(scanner, until)
    except OSError as error:
        raise NoAnswer(str(error)) from error
    return finding(answer)


def connect(address: str, until: float) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname, parts.port), timeout=time_left(until))
    scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        scanner.settimeout(time_left(until))
        scanner.connect(parts.path)
    except OSError:
        scanner.close()
        raise
    return scanner


def send(scanner: socket.socket, content: IO[bytes], until: float) -> None:
    """All of it, each chunk behind its length, and a length of nought at the end."""
    scanner.sendall(b"zINSTREAM\0")
    try:
        for chunk in iter(lambda: content.read(CHUNK_SIZE), b""):
            scanner.settimeout(time_left(until))
            scanner.sendall(len(chunk).to_bytes(4, "big") + chunk)
        scanner.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError) as error:
        said = receive(scanner, until)  # it has heard enough: why, it may have said before it hung up
        raise (NotUnderstood(printable(said)) if said else error) from error


def receive(scanner: socket.socket, until: float) -> bytes:
    """What it says until it ends its answer, or hangs up."""
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 1024:
        scanner.settimeout(time_left(until))
        received = scanner.recv(1024)
        if not received:
            break
        answer += received
    return answer


def finding(answer: bytes) -> str:
    if not answer:
        raise NoAnswer("It has hung up.")
    is_answer = ANSWER.fullmatch(answer)
    found = printable(is_answer[1] or b"") if is_answer else ""
    if not is_answer or found.startswith(LIMITS):
        raise NotUnderstood(printable(answer))
    return found


def printable(answer: bytes) -> str:
    return re.sub(r"[^ -~]", "?", answer.rstrip(b"\0\n").decode("ascii", "replace"))[:200]


def time_left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("It takes too long.")
    return left
