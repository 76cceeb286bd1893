"""What is taken for an answer of the malware scanner: two lines, and nothing else."""

import io
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from functools import partial

import pytest

from internships.documents import clamd
from internships.documents.clamd import NoAnswer, NotUnderstood, ask
from tests.internships import samples
from tests.internships.documents import scanner as fakes
from tests.internships.documents.scanner import EICAR, Scanner, says

BIG = bytes(range(256)) * 40_000  # ten megabytes


@pytest.fixture(params=["unix", "tcp"])
def scanner(request, tmp_path):
    made = Scanner(tmp_path if request.param == "unix" else None)
    yield made
    made.stop()


@pytest.mark.parametrize("content", [b"", b"a", BIG, BIG[: clamd.CHUNK_SIZE], BIG[: clamd.CHUNK_SIZE + 1]])
def test_a_file_is_sent_whole(scanner, content):
    assert (ask(scanner.address, io.BytesIO(content)), scanner.heard) == ("", [content])


def test_what_is_found_is_told_by_its_name(scanner):
    assert ask(scanner.address, io.BytesIO(BIG + EICAR)) == "Eicar-Test-Signature"


@pytest.mark.parametrize(
    "answer",
    [
        b"stream: OK",
        b"stream: OK\n",
        b"stream: OK\0\0",
        b"stream: OK\0stream: Eicar FOUND\0",
        b"OK\0",
        b"x stream: OK\0",
        b"stream: OK ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"stream:  FOUND\0",
        b"stream: FOUND\0",
        b"UNKNOWN COMMAND\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Heuristics.Limits.Exceeded.MaxScanTime FOUND\0",
        b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
        b"\xff\xfe" * 600,
        b"stream: OK" + b" " * 5_000,
    ],
)
def test_any_other_answer_says_nothing(scanner, answer):
    scanner.behave = partial(says(answer), scanner)

    with pytest.raises(NotUnderstood):
        ask(scanner.address, io.BytesIO(EICAR))


@pytest.mark.parametrize("name", ["hangs_up_at_once", "hangs_up_in_the_middle"])
@pytest.mark.parametrize("content", [b"a", BIG])
def test_who_hangs_up_has_not_answered(scanner, name, content):
    scanner.behave = partial(getattr(fakes, name), scanner)

    with pytest.raises(NoAnswer):
        ask(scanner.address, io.BytesIO(content))


def test_an_empty_answer_is_none(scanner):
    scanner.behave = partial(says(b""), scanner)

    with pytest.raises(NoAnswer):
        ask(scanner.address, io.BytesIO(b"a"))


def test_a_file_above_the_limit_of_the_scanner_is_not_clean(scanner):
    scanner.behave = partial(fakes.hears_enough, scanner)

    with pytest.raises((NotUnderstood, NoAnswer)):  # over a network its last words are lost now and then
        ask(scanner.address, io.BytesIO(BIG))


@pytest.mark.parametrize("name", ["never_answers", "answers_a_letter_at_a_time", "stops_listening"])
def test_the_whole_of_it_has_a_time(scanner, monkeypatch, name):
    monkeypatch.setattr(clamd, "SECONDS", 1)
    scanner.behave = partial(getattr(fakes, name), scanner)
    began = time.monotonic()

    with pytest.raises(NoAnswer):
        ask(scanner.address, io.BytesIO(BIG))

    assert time.monotonic() - began < 5


def test_nobody_there(tmp_path):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        addresses = [f"tcp://127.0.0.1:{unused.getsockname()[1]}", f"unix://{tmp_path}/clamd.ctl"]
        for address in addresses:
            with pytest.raises(NoAnswer):
                ask(address, io.BytesIO(b"a"))


@contextmanager
def real_clamd(folder):
    """Debian’s, with one signature: that of EICAR’s test file."""
    (folder / "database").mkdir()
    (folder / "database" / "eicar.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
    (folder / "clamd.conf").write_text(
        f"LocalSocket {folder}/clamd.ctl\nDatabaseDirectory {folder}/database\nForeground yes\n"
        "StreamMaxLength 12M\nAlertExceedsMax yes\nMaxFileSize 11M\n"
    )
    process = subprocess.Popen(["clamd", f"--config-file={folder}/clamd.conf"], stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while not (folder / "clamd.ctl").exists():
            assert process.poll() is None, "clamd has not started."
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield f"unix://{folder}/clamd.ctl", process
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        process.wait(10)


@pytest.mark.skipif(not shutil.which("clamd"), reason="clamd was not found: install the package clamav-daemon.")
def test_clamav_itself(tmp_path, monkeypatch):
    with real_clamd(tmp_path) as (address, process):
        inside = samples.archive(samples.docx_parts() | {"word/a.bin": EICAR})
        clean = [ask(address, io.BytesIO(content)) for content in (b"a", BIG, samples.pdf("Words"))]
        found = [ask(address, io.BytesIO(content)) for content in (EICAR, inside)]
        with pytest.raises(NotUnderstood):
            ask(address, io.BytesIO(bytes(11 * 1024 * 1024 + 1)))  # above MaxFileSize
        with pytest.raises((NotUnderstood, NoAnswer)):
            ask(address, io.BytesIO(bytes(30_000_000)))  # above StreamMaxLength
        monkeypatch.setattr(clamd, "SECONDS", 1)
        process.send_signal(signal.SIGSTOP)
        with pytest.raises(NoAnswer):
            ask(address, io.BytesIO(b"a"))

    assert (clean, found) == (["", "", ""], ["Eicar-Test-Signature.UNOFFICIAL"] * 2)
