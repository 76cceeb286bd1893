"""Runs an inspection in a process of its own, which may use up a gigabyte or die without harm to anybody else.

There is no more of a sandbox than that: no network rule, no seccomp. The process has no secret, no database and no
open file but the one on its standard input, and only its few known words are believed.
"""

import hashlib
import json
import logging
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from migs_site.base.inspection.verdicts import FORMATS, REASONS, WARNINGS, Refused

logger = logging.getLogger(__name__)

PROGRAM = Path(__file__).parent.parent / "inspection" / "run.py"
ENVIRONMENT = {"LC_ALL": "C.UTF-8"}
LONGEST = 15  # seconds; of the processor it may have ten (run.py)
LONGEST_ANSWER = 1000
LONGEST_WAIT = 30
MOST_PAGES = 1_000_000
TURN = threading.Lock()
ANSWERS: dict[tuple[str, bytes], bytes] = {}
MOST_REMEMBERED = 200


class Busy(Exception):
    """Others are being inspected, and went on for too long."""


class TooMuch(Exception):
    """A process took too long, or wrote too much."""


def inspect(file, kind: str) -> dict:
    """``format``, ``pages`` (or None) and ``warnings`` of a “pdf” or an “office” file. Raises Refused and Busy.

    One at a time in a process of the web server, so that however much arrives at once, one gigabyte is the most.
    """
    with readable(file) as source:
        key = kind, hashlib.file_digest(source, "sha256").digest()
        source.seek(0)
        answer = ANSWERS.get(key) or run_in_turn(source, key)
    return checked(answer, kind)


def run_in_turn(source, key: tuple[str, bytes]) -> bytes:
    with turn():
        answer = ANSWERS.get(key) or run(source, key[0])
        remember(key, answer)
        return answer


@contextmanager
def turn() -> Iterator[None]:
    if not TURN.acquire(timeout=LONGEST_WAIT):
        raise Busy
    try:
        yield
    finally:
        TURN.release()


def remember(key: tuple[str, bytes], answer: bytes) -> None:
    """For a form that is sent twice, or again with its mistakes mended. An inspection that died is tried again."""
    if answer:
        ANSWERS[key] = answer
    while len(ANSWERS) > MOST_REMEMBERED:
        del ANSWERS[next(iter(ANSWERS))]


@contextmanager
def readable(file) -> Iterator:
    """The file opened again for reading alone, without any need of a name; or a copy of one that is only in memory."""
    with ExitStack() as open_files:
        try:
            number = file.fileno()
        except OSError:
            copy = open_files.enter_context(tempfile.TemporaryFile())
            file.seek(0)
            shutil.copyfileobj(file, copy)
            copy.flush()
            number = copy.fileno()
        yield open_files.enter_context(open(f"/dev/fd/{number}", "rb"))


def run(source, kind: str) -> bytes:
    """What the process writes, or b"" if it dies, takes too long or says too much; it is gone when this returns."""
    with started(source, kind) as child:
        try:
            answer = b"".join(pieces(child, LONGEST_ANSWER))
        except TooMuch:
            answer = b""
    if not answer:
        logger.warning("The inspection of a file ended without an answer (%s, status %s).", kind, child.returncode)
    return answer


@contextmanager
def started(source, kind: str) -> Iterator[subprocess.Popen]:
    """A process that inspects; it is gone afterwards."""
    command = [sys.executable, "-I", str(PROGRAM), kind]
    child = subprocess.Popen(
        command,
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        cwd="/",
        start_new_session=True,
    )
    try:
        yield child
    finally:
        os.killpg(child.pid, signal.SIGKILL)  # not waited for yet, so the number is still its own
        child.wait()
        pipe_of(child).close()


def pipe_of(child: subprocess.Popen) -> IO[bytes]:
    assert child.stdout  # noqa: S101 (asked for when it was started)
    return child.stdout


def pieces(child: subprocess.Popen, most: int) -> Iterator[bytes]:
    """What a process writes. Raises TooMuch if it takes too long or is more than so many bytes."""
    pipe, deadline = pipe_of(child).fileno(), time.monotonic() + LONGEST
    while select.select([pipe], [], [], max(0, deadline - time.monotonic()))[0]:
        piece = os.read(pipe, 64 * 1024)
        most -= len(piece)
        if most < 0:
            break
        if not piece:
            return
        yield piece
    raise TooMuch


def checked(answer: bytes, kind: str) -> dict:
    """Believed in its shape alone. What cannot be understood counts as a file that was too much."""
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise Refused("too_complex")
    if said.get("reason") in REASONS:
        raise Refused(said["reason"])
    format, pages, warnings = (said.get(key) for key in ("format", "pages", "warnings"))
    is_counted = pages is None or (type(pages) is int and 0 < pages <= MOST_PAGES)
    is_known = format in FORMATS[kind] and isinstance(warnings, list) and all(each in WARNINGS for each in warnings)
    if is_counted and is_known:
        return {"format": format, "pages": pages, "warnings": warnings}
    raise Refused("too_complex")
