"""What every answer carries, whoever gives it: a page, a form, the admin, a file, an error of Django or of nginx."""

import time
from importlib import import_module

import httpx
import pytest

from migs_site.content_security import PERMISSIONS_POLICY
from tests.deploy.observatory import rules, score

PUBLIC = {
    "content security policy": 10,
    "cookies": 0,
    "HSTS": 0,
    "frames": 5,
    "types": 0,
    "referrer": 5,
    "resource policy": 10,
    "opener policy": 10,
    "embedder policy": 0,
    "CORS": 0,
}
POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self'; script-src 'self'; style-src 'self'"
)
ALWAYS = {
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
}
ONCE = [
    *ALWAYS,
    "Content-Security-Policy",
    "X-Frame-Options",
    "Cache-Control",
    "Vary",
    "Retry-After",
    "X-Cache",
    "Allow",
]


def form(front):
    return front.ask(front.ask("/en/apply/").headers["Location"].removeprefix(front.public))


ANSWERS = {
    "address without TLS": (lambda front: front.ask(f"http://localhost:{front.ports['http']}/en/"), 301),
    "page": (lambda front: front.ask("/en/"), 200),
    "page from the cache": (lambda front: front.ask("/en/"), 200),
    "page that has not changed": (
        lambda front: front.ask("/en/", headers={"If-None-Match": front.ask("/en/").headers["ETag"]}), 304
    ),
    "form": (form, 200),
    "start of a form": (lambda front: front.ask("/en/apply/"), 302),
    "home in the browser's language": (lambda front: front.ask("/"), 302),
    "address without a slash": (lambda front: front.ask("/en/about"), 301),
    "hashed file": (lambda front: front.ask("/static/css/index.css"), 200),
    "picture": (lambda front: front.ask("/media/images/b.webp"), 200),
    "part of a file, beyond its end": (
        lambda front: front.ask("/favicon.ico", headers={"Range": "bytes=99999-"}), 200
    ),
    "folder of files, without a slash": (lambda front: front.ask("/static/css"), 301),
    "folder of documents, without a slash": (lambda front: front.ask("/documents"), 404),
    "page that is asked for if it is another": (
        lambda front: front.ask("/en/", headers={"If-Match": '"another"'}), 412
    ),
    "feed": (lambda front: front.ask("/sitemap.xml"), 200),
    "missing page": (lambda front: front.ask("/en/none/"), 404),
    "missing file": (lambda front: front.ask("/static/none.css"), 404),
    "method that a page does not take": (lambda front: front.ask("/en/", "DELETE"), 405),
    "method that a file does not take": (lambda front: front.ask("/favicon.ico", "DELETE"), 405),
    "method that nobody takes": (lambda front: front.ask("/en/", "TRACE"), 405),
    "body that is too large": (lambda front: front.ask("/en/", "POST", content=b"a" * 70_000), 413),
    "address that is too long": (lambda front: front.ask("/en/" + "a" * 9_000), 414),
    "another name of the site": (lambda front: front.ask("/en/", headers={"Host": "www.localhost"}), 308),
    "name of somebody else": (lambda front: front.ask("/en/", headers={"Host": "evil.test"}), 421),
}  # fmt: skip


def repeated(answer: httpx.Response) -> list[str]:
    return [name for name in ONCE if len(answer.headers.get_list(name)) > 1]


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_public_answer_scores_130_at_least_and_says_everything_once(front, kind):
    (front.folder / "data" / "media" / "images" / "b.webp").write_bytes(b"picture")
    ask, status = ANSWERS[kind]

    answer = ask(front)

    without_tls = {"HSTS": -20} if "TLS" in kind else {}  # where browsers would not read it
    assert (answer.status_code, rules(answer)) == (status, PUBLIC | without_tls)
    assert score(answer) == (80 if without_tls else 140)
    own = {"Strict-Transport-Security": None} if without_tls else {}
    own |= {"Referrer-Policy": "no-referrer"} if "form" in kind else {}
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS | own
    assert "; ".join(sorted(answer.headers["Content-Security-Policy"].split("; "))) == POLICY
    assert repeated(answer) == []
    assert ("Allow" in answer.headers) == (status == 405)
    assert status < 400 or "public" not in answer.headers["Cache-Control"] or status in (404, 410)
    assert "Server" not in answer.headers
    assert "nginx" not in answer.text.lower() + str(answer.headers).lower()


def test_the_admin_scores_what_its_inline_scripts_leave(front):
    for path, status in (("/admin/login/", 200), ("/admin/", 302), ("/admin/none/", 302)):
        answer = front.ask(path, side="staff")

        assert (answer.status_code, score(answer), repeated(answer)) == (status, 80, [])
        assert {name: points for name, points in rules(answer).items() if points < 0} == {
            "content security policy": -20
        }
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS


def test_nginxs_own_errors_score_as_much(front):
    with front.without_django():
        answers = [front.ask("/en/not-kept/"), front.ask("/fr/candidature/", "POST"), front.ask("/a", side="staff")]
    with front.frozen("django"):
        answers += [front.ask("/fr/not-kept-either/")]

    assert [answer.status_code for answer in answers] == [502, 502, 502, 504]
    assert "Cette page tarde à répondre" in answers[-1].text
    for answer in answers:
        assert (rules(answer), score(answer), repeated(answer)) == (PUBLIC, 140, [])
        assert "nginx" not in answer.text.lower() + str(answer.headers).lower()


def test_no_header_of_one_visitor_makes_another_page_for_those_who_ask_the_same(front):
    """Django would read what stands behind the “?” in the encoding that a request says of its content."""
    with front.database():
        import_module("tests.factories.people").people_index(slug="people-of-the-front")
    question = "/en/people-of-the-front/?who=former"
    right = front.ask(question).text
    time.sleep(2.1)

    odd = front.ask(question, headers={"Content-Type": "text/plain; charset=utf-16"})
    answer = front.ask(question)

    assert 'value="former" selected' in right
    assert (odd.headers["X-Cache"] == "HIT", odd.text == right, answer.text == right) == (False, True, True)
