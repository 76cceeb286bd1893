"""What reaches the site through gunicorn as it is really started: names and headers that no browser sends."""

import re

import pytest

from tests.web_server import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("server"))
    yield server.until_ready()
    server.end()


def headings(answer: str) -> list[str]:
    return re.findall(r"<h1[^>]*>(.*?)</h1>", answer)


@pytest.mark.parametrize(
    "header",
    [
        "SCRIPT_NAME: /evil", "Script_Name: /evil", "script_name: /evil", "SCRIPT-NAME: /evil",
        "SCRIPT_NAME: /robots.txt", "SCRIPT_NAME: /elsewhere", "SCRIPT_NAME:", "PATH_INFO: /robots.txt",
        "Path_Info: /robots.txt", "HTTP_SCRIPT_NAME: /evil",
        "X-Forwarded-Prefix: /evil", "X-Script-Name: /evil",
        "X-Original-URL: /robots.txt", "X-Rewrite-URL: /robots.txt",
    ],
)  # fmt: skip
def test_no_header_moves_the_site_below_another_address(server, header):
    plain = server.get("/robots.txt")

    assert plain[0] == 200
    assert server.get("/robots.txt", header)[1].split("\r\n\r\n")[1] == plain[1].split("\r\n\r\n")[1]
    status, answer = server.get("/evil/robots.txt", header)
    assert "User-agent" not in answer
    assert status == 503  # looking for such a page takes the database, which is not there


@pytest.mark.parametrize(
    "headers",
    [
        ["X-Forwarded-Proto: https"],
        ["X-Forwarded-Ssl: on"],
        ["X-Forwarded-Proto: http", "X-Forwarded-Ssl: on"],
        ["X-Forwarded-Host: evil.test"],
        ["Forwarded: host=evil.test;proto=https"],
    ],
)
def test_no_header_changes_the_address_that_the_site_thinks_it_has(server, headers):
    plain, answer = server.get("/robots.txt"), server.get("/robots.txt", *headers)

    assert answer[1].split("\r\n\r\n")[1] == plain[1].split("\r\n\r\n")[1]


@pytest.mark.parametrize("encoding", ["hex", "undefined", "utf-16", "none-such", "utf-8"])
@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=a", "application/x-www-form-urlencoded"])
def test_no_request_says_in_which_encoding_its_address_is_read(server, kind, encoding):
    plain = server.get("/robots.txt?a=%C3%A9")

    answer = server.get("/robots.txt?a=%C3%A9", f"Content-Type: {kind}; charset={encoding}")

    assert (answer[0], answer[1].split("\r\n\r\n")[1]) == (200, plain[1].split("\r\n\r\n")[1])


def test_a_request_without_a_host_is_refused_but_in_the_protocol_of_1996(server):
    status, answer = server.get("/fr/", host=None)

    assert (status, headings(answer)) == (400, ["Nous n’avons pas pu traiter votre demande"])
    assert server.get("/robots.txt", host=None, version="1.0")[0] == 200


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1.evil.test", "127.0.0.1@evil.test", "évil.test", "[::1", " "])
def test_a_foreign_host_is_one_quiet_line(server, host):
    before = len(server.log.read_text().splitlines())

    status, answer = server.get("/fr/", host=host)

    said = server.log.read_text().splitlines()[before:]
    assert (status, headings(answer)) == (400, ["Nous n’avons pas pu traiter votre demande"])
    assert [line.split(":")[0] for line in said] == ["INFO django.security.DisallowedHost"]


def test_a_form_of_too_many_fields_is_one_quiet_line(server):
    body = "&".join(f"a{number}=1" for number in range(20_001))
    before = len(server.log.read_text().splitlines())

    head = f"POST /admin/login/ HTTP/1.1\nHost: 127.0.0.1\nCookie: csrftoken={'a' * 32}\n"
    head += "Content-Type: application/x-www-form-urlencoded\n"
    status, _answer = server.ask(f"{head}Content-Length: {len(body)}\nConnection: close\n\n{body}")

    said = server.log.read_text().splitlines()[before:]
    assert (status, [line.split(":")[0] for line in said]) == (400, ["INFO django.security.TooManyFieldsSent"])


TOKEN = "Zk3v-Q8_tUa0bNcXy7RwLm5PdE1s"
OF_A_PASSWORD = "cx4k2q-0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("path", "written"),
    [
        (f"/en/apply/{TOKEN}/", "/en/apply/…/"),
        (f"/fr/candidature/{TOKEN}", "/fr/candidature/…"),
        (f"/en/apply/{TOKEN}/withdraw/", "/en/apply/…/withdraw/"),
        (f"/admin/password_reset/confirm/MQ/{OF_A_PASSWORD}/", "/admin/password_reset/confirm/MQ/…/"),
        ("/en/a-very-long-name-of-a-page-2026/", "/en/a-very-long-name-of-a-page-2026/"),
    ],
)
def test_no_address_that_is_a_key_is_written_into_the_log(server, path, written):
    before = len(server.log.read_text())

    server.get(path)

    said = server.log.read_text()[before:]
    assert f"Service Unavailable: {written}\n" in said
    assert path in said or path != written


@pytest.mark.parametrize("path", ["/robots.txt", "/wordmark/en.svg", "/static/missing.css", "/fr/"])
def test_whoever_asks_for_the_headers_alone_gets_those_of_the_whole_and_leaves_no_line(server, path):
    whole = server.get(path)[1].split("\r\n\r\n")[0]
    before = len(server.log.read_text())

    _status, answer = server.ask(f"HEAD {path} HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n\n")

    headers, content = answer.split("\r\n\r\n")
    assert (lengths(headers), content) == (lengths(whole), "")
    assert "no-body" not in server.log.read_text()[before:]


def lengths(headers: str) -> list[str]:
    """The status, and the length of the content."""
    return [line for line in headers.splitlines() if line.lower().startswith(("http/", "content-length"))]
