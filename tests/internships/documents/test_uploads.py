"""What arrives over the network is bounded before anybody looks at it."""

import os
import tempfile

import pytest
from django.test import Client, RequestFactory

from internships.documents.bounded_uploads import BoundedUploadHandler
from migs_site.base.documents import MAX_SIZE
from tests.factories import internships
from tests.internships.forms import address, answers, everything_stored, fetch, shown, summary, upload, words

BOUNDARY = "a-boundary"


class Sending:
    """The body of a request that is made while it is read: one file of a given size under a given name."""

    def __init__(self, size: int, field: str = "cv"):
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="a.pdf"\r\n\r\n'
        self.parts = [head.encode(), size, f"\r\n--{BOUNDARY}--\r\n".encode()]
        self.length = len(self.parts[0]) + size + len(self.parts[2])

    def read(self, count: int = 65_536) -> bytes:
        while self.parts:
            part = self.parts.pop(0)
            if isinstance(part, bytes):
                self.parts[:0] = [part[count:]] if part[count:] else []
                return part[:count]
            if part:
                self.parts.insert(0, part - min(count, part))
                return b"x" * min(count, part)
        return b""

    readline = read


@pytest.fixture
def parse():
    """Reads a request as the site does, and closes its files after the test."""
    requests = []

    def parse(sending: Sending):
        requests.append(request_with(sending))
        return requests[-1].FILES

    yield parse
    for request in requests:
        request.close()


def request_with(sending: Sending):
    request = RequestFactory().post("/", content_type=f"multipart/form-data; boundary={BOUNDARY}")
    request.META["CONTENT_LENGTH"] = str(sending.length)
    request._stream, request._read_started = sending, False
    request.upload_handlers = [BoundedUploadHandler(request)]
    return request


def test_of_half_a_gigabyte_ten_megabytes_are_written_and_the_size_is_known(parse):
    files = parse(Sending(500_000_000))

    assert (files["cv"].size, written(files["cv"])) == (500_000_000, MAX_SIZE + 1)


@pytest.mark.parametrize("size", [0, 1, MAX_SIZE, MAX_SIZE + 1])
def test_up_to_the_limit_all_is_written(parse, size):
    file = parse(Sending(size)).get("cv")

    assert (file.size, written(file)) == (size, size)


def written(file) -> int:
    """How many bytes of a file lie in the temporary folder."""
    return os.fstat(file.fileno()).st_size


def test_nothing_has_a_name_in_the_temporary_folder(parse, monkeypatch, tmp_path):
    """So nothing is left there of a process that is killed."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    file = parse(Sending(1_000_000))["cv"]

    assert (written(file), list(tmp_path.iterdir())) == (1_000_000, [])


@pytest.mark.django_db
def test_nor_has_it_one_while_it_is_checked_and_stored(monkeypatch):
    monkeypatch.setattr(tempfile, "mkstemp", lambda **_where: pytest.fail("A file with a name was made."))
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", lambda **_where: pytest.fail("A file with a name was made."))
    internships.offer()

    Client().post(address(), answers(fetch()))

    assert everything_stored() == (1, 3, 1)


def test_files_that_nobody_asked_for_are_not_written(parse, monkeypatch):
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda: pytest.fail("A file was made."))

    assert list(parse(Sending(1_000_000, field="malware"))) == []


@pytest.mark.django_db
def test_of_two_files_for_one_question_the_first_counts():
    internships.offer()
    form = answers(fetch())
    form["cv"] = [upload(form["cv"].read(), "first.pdf"), upload(b"x", "second.exe")]

    response = Client().post(address(), form)

    assert (response.status_code, everything_stored()) == (303, (1, 3, 1))


REFUSED = "Your application was too large or incomplete."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(
            b"message=" + b"x" * 3_000_000, "application/x-www-form-urlencoded", id="three megabytes of words"
        ),
        pytest.param(b"a=&" * 21_000, "application/x-www-form-urlencoded", id="twenty-one thousand answers"),
        pytest.param(b"x" * 100, "multipart/form-data", id="no boundary"),
        pytest.param(
            b"".join(
                b'--b\r\nContent-Disposition: form-data; name="f%d"; filename="f"\r\n\r\nx\r\n' % number
                for number in range(20)
            )
            + b"--b--\r\n",
            "multipart/form-data; boundary=b",
            id="twenty files",
        ),
        pytest.param(
            b'--b\r\nContent-Disposition: form-data; name="cv"; filename="f"\r\n'
            b"Content-Transfer-Encoding: base64\r\n\r\n!\r\n--b--\r\n",
            "multipart/form-data; boundary=b",
            id="broken base64",
        ),
    ],
)
def test_a_request_that_cannot_be_read_is_answered_with_a_sentence(body, kind):
    internships.offer()

    response = Client().post(address(), body, content_type=kind)

    text = words(shown(response).main)
    assert (response.status_code, REFUSED in text, everything_stored()) == (413, True, (0, 0, 0))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"\xff\xfe\x00name=\x00", "application/x-www-form-urlencoded", id="not text"),
        pytest.param(b'{"name": "x"}', "application/json", id="JSON"),
        pytest.param(b"", "application/x-www-form-urlencoded", id="nothing"),
        pytest.param(b"name=%00%ff%ed%a0%80", "application/x-www-form-urlencoded; charset=utf-8", id="half characters"),
        pytest.param(
            b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n\xff\xfe\x00\r\n--b',
            "multipart/form-data; boundary=b",
            id="cut off",
        ),
    ],
)
def test_a_request_without_sense_is_a_form_with_mistakes(body, kind):
    internships.offer()

    response = Client().post(address(), body, content_type=kind, follow=True)

    assert (response.status_code, len(summary(response)) > 5, everything_stored()) == (200, True, (0, 0, 0))
