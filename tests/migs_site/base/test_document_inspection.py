"""The process that looks into files: what it may use, what is believed of it, and what happens when it fails.

Most tests put a program of their own in its place, which does what a broken one might.
"""

import io
import json
import textwrap
import threading
import tracemalloc

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile

from migs_site.base.documents import Recognized, process, recognize
from migs_site.base.inspection import run
from tests.documents import pdf
from tests.waiting import wait_until

GOOD = '{"format": "pdf", "pages": 2, "warnings": ["image_only"]}'


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Puts a program in the place of the inspection; and nothing is remembered of other tests."""

    def put(words: str) -> None:
        path = tmp_path / "program.py"
        path.write_text(textwrap.dedent(words))
        monkeypatch.setattr(process, "PROGRAM", path)

    monkeypatch.setattr(process, "ANSWERS", {})
    return put


def ask(content: bytes = b"%PDF-1.7") -> Recognized | str:
    try:
        return recognize(io.BytesIO(content), name="cv.pdf", size=len(content))
    except ValidationError as refused:
        return refused.code


def test_what_it_finds_is_handed_on(program):
    program(f"print('{GOOD}')")

    assert ask() == Recognized("pdf", 2, ["image_only"])


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("import os; os.abort()", id="it dies"),
        pytest.param("1 / 0", id="it fails"),
        pytest.param("print()", id="it says nothing"),
        pytest.param("print('x' * 100_000)", id="it says much"),
        pytest.param("print('{' * 900)", id="it stammers"),
        pytest.param("print('[]')", id="it says a list"),
        pytest.param("print('null')", id="it says null"),
        pytest.param(f"print('{GOOD}'.replace('pdf', 'docx'))", id="it finds what was not asked for"),
        pytest.param(f"print('{GOOD}'.replace('2', '-1'))", id="it counts less than nothing"),
        pytest.param(f"print('{GOOD}'.replace('2', 'true'))", id="it counts in words"),
        pytest.param(f"print('{GOOD}'.replace('2', '1e99'))", id="it counts too far"),
        pytest.param(f"print('{GOOD}'.replace('image_only', '<script>'))", id="it warns of something new"),
        pytest.param(f"print('{GOOD}'.replace('[\"image_only\"]', '{{}}'))", id="it warns in another shape"),
        pytest.param('print(\'{"reason": "<script>"}\')', id="it has a reason of its own"),
        pytest.param("print('{\"reason\": [1]}')", id="its reason is none"),
        pytest.param("import os, signal; os.kill(0, signal.SIGKILL)", id="it kills itself and its like"),
    ],
)
def test_what_cannot_be_believed_is_a_file_that_was_too_much(program, words):
    program(words)

    assert ask() == "too_complex"


def test_one_that_does_not_end_is_ended_with_all_that_it_started(program, monkeypatch, tmp_path):
    monkeypatch.setattr(process, "LONGEST", 1)
    program(f"""
        import os, time
        child = os.fork()
        if child:
            open({str(tmp_path / "child")!r}, "w").write(str(child))
        time.sleep(60)
    """)

    assert ask() == "too_complex"
    wait_until(lambda: not is_running(int((tmp_path / "child").read_text())))


def is_running(number: int) -> bool:
    try:
        with open(f"/proc/{number}/stat") as file:
            return file.read().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_it_has_nothing_of_ours_but_the_file_to_read(program, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret")
    program(f"""
        import os
        open_files = set(os.listdir("/proc/self/fd"))
        try:
            os.write(0, b"x")
        except OSError:
            can_write = False
        else:
            can_write = True
        is_bare = set(os.environ) <= {{"LC_ALL", "LC_CTYPE", "PWD"}} and len(open_files) <= 4 and os.getcwd() == "/"
        if is_bare and not can_write and os.read(0, 100) == b"%PDF-1.7":
            print('{GOOD}')
    """)

    assert ask() == Recognized("pdf", 2, ["image_only"])


def test_it_limits_itself(program, tmp_path):
    program(f"""
        import json, resource, runpy
        runpy.run_path({run.__file__!r})["limit"]()
        names = ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE")
        limits = [resource.getrlimit(getattr(resource, name))[1] for name in names]
        if limits == [2 ** 30, 10, 0]:
            print('{GOOD}')
    """)

    assert ask() == Recognized("pdf", 2, ["image_only"])


def test_one_at_a_time(program, tmp_path):
    program(f"""
        import os, time
        place = {str(tmp_path / "one")!r}
        os.close(os.open(place, os.O_CREAT | os.O_EXCL))
        time.sleep(0.1)
        os.unlink(place)
        print('{GOOD}')
    """)
    found = []
    threads = [threading.Thread(target=lambda n=n: found.append(ask(b"%%PDF-1.%d" % n))) for n in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [Recognized("pdf", 2, ["image_only"])] * 4


def test_who_waits_too_long_is_asked_to_come_again(program, monkeypatch):
    monkeypatch.setattr(process, "LONGEST_WAIT", 0.1)
    program(f"print('{GOOD}')")

    with process.TURN:
        said = ask()

    assert (said, ask()) == ("busy", Recognized("pdf", 2, ["image_only"]))


def test_a_file_that_comes_again_is_not_looked_at_again(program, tmp_path):
    program(f"open({str(tmp_path / 'runs')!r}, 'a').write('1'); print('{GOOD}')")

    assert [ask(), ask(), ask(b"%PDF-1.6")] == [Recognized("pdf", 2, ["image_only"])] * 3
    assert (tmp_path / "runs").read_text() == "11"


def test_one_that_died_is_tried_again_and_little_is_remembered(program, monkeypatch):
    monkeypatch.setattr(process, "MOST_REMEMBERED", 2)
    program("1 / 0")
    assert (ask(), process.ANSWERS) == ("too_complex", {})

    program(f"print('{GOOD}')")
    assert [type(ask(b"%%PDF-1.%d" % number)) for number in range(4)] == [Recognized] * 4
    assert len(process.ANSWERS) == 2


def test_ten_megabytes_on_disk_cost_the_web_process_nothing():
    file = TemporaryUploadedFile("cv.pdf", "application/pdf", 10_000_000, None)
    file.write(pdf.letter() + b"\0" * (10_000_000 - len(pdf.letter())))
    file.flush()
    tracemalloc.start()

    found = recognize(file, name=file.name, size=file.size)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    file.close()
    assert (found, peak < 1_000_000) == (Recognized("pdf", 1, []), True)


def test_the_log_says_how_it_ended_and_nothing_of_the_file(program, caplog):
    program("import os; os.abort()")

    ask()

    assert caplog.messages == ["The inspection of a file ended without an answer (pdf, status -6)."]
    assert json.dumps(caplog.messages).count("cv.pdf") == 0
