"""What no browser sends is answered with a page of ours, and no key in an address stays anywhere."""

import re
from http.client import HTTPResponse

import pytest

from tests.deploy.front import secure

SECURITY = ["Strict-Transport-Security", "Content-Security-Policy", "X-Frame-Options", "Cross-Origin-Resource-Policy"]
KEYS = ["Kk" * 22, "q9" * 29, "abc123-" + "0" * 32]  # of an application, of packed files, of a new password
SPELLINGS = ["/EN/APPLY/{}/", "/apply/{}/", "/en/apply%20/{}/", "/fr/apply/({})", "/en//Apply/{}/?a=b", "/en/apply/{}"]
SPELLINGS += ["/en/apply/%0A{}/", "/%0Aen/apply/{}/", "/apply%0D%0A/{}/", "/apply/%20{}/", "/en%5Capply%5C{}/"]
MANY_FIELDS = b"".join(b"X-%d: a\r\n" % number for number in range(900))
ODD = {
    "letter that is not written out": (b"GET", "/en/équipe/".encode(), b"", 400),
    "letter in a question that is not written out": (b"GET", b"/en/?q=\xff", b"", 400),
    "word that is no method": (b"G", b"/en/", b"", 400),
    "method that is too long": (b"G" * 21, b"/en/", b"", 400),
    "address that is too long for gunicorn": (b"GET", b"/en/" + b"a" * 4_100, b"", 400),
    "long address": (b"GET", b"/en/" + b"a" * 3_000, b"", 301),
    "long question": (b"GET", b"/en/?page=" + b"a" * 3_000, b"", 200),
    "long address that is led on": (b"GET", b"/en/apply/?code=" + b"%FF" * 1_300, b"", 302),
    "many fields": (b"GET", b"/en/apply/", MANY_FIELDS, 302),
    "long cookie": (b"GET", b"/en/apply/", b"Cookie: a=" + b"a" * 8_180 + b"\r\n", 302),
    "two types of one body": (b"POST", b"/en/apply/", b"Content-Type: a/b\r\nContent-Type: c/d\r\n", 303),
}


@pytest.mark.parametrize("kind", ODD)
def test_what_gunicorn_would_refuse_or_nginx_fail_at_has_an_answer_of_ours(front, kind):
    method, address, fields, status = ODD[kind]
    lines = b"%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n%s\r\n" % (method, address, fields)

    with secure(front, "127.0.0.1") as connection:
        connection.sendall(lines)
        answer = HTTPResponse(connection)
        answer.begin()
        text = answer.read().decode(errors="replace")

    assert (answer.status, [name for name in SECURITY if len(answer.headers.get_all(name, [])) != 1]) == (status, [])
    assert status != 400 or re.findall(r"<html lang=|<h1", text) == ["<html lang=", "<h1"], text


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_key_is_neither_kept_nor_logged_however_the_words_before_it_are_spelled(front, spelling):
    before = len(front.log_lines())

    for key in KEYS:
        answers = [front.ask(spelling.format(key)) for _time in range(2)]
        assert ["no-store" in answer.headers["Cache-Control"] for answer in answers] == [True, True]
        assert {answer.headers.get("X-Cache", "BYPASS") for answer in answers} == {"BYPASS"}

    log = front.log_lines()[before:]
    kept = b"".join(path.read_bytes() for path in (front.folder / "cache").rglob("*") if path.is_file())
    assert [key for key in KEYS if key in log or key.encode() in kept] == []
    assert len(re.findall(r'[/\\][ (]?\.\.\."', log)) == 6


def test_a_long_name_of_a_page_or_a_file_is_kept_and_logged(front):
    page, file = f"/en/{'what-we-have-done-' * 3}/", f"/static/{'Report-' * 8}"

    states = [front.ask(page).headers["X-Cache"] for _time in range(2)]
    front.ask(file)

    assert states == ["MISS", "HIT"]
    assert [path in front.log_lines() for path in (page, file)] == [True, True]


def test_an_error_page_of_nginx_may_be_kept_by_nobody_whatever_django_has_said_of_the_page(front):
    answer = front.ask("/en/", headers={"If-Match": '"another"'})

    assert (answer.status_code, answer.headers["Cache-Control"]) == (412, "no-store")
