"""nginx with Django behind it: what is kept, what is shown while Django is away, what is limited and logged."""

import json
import re
import socket
import ssl
import time
from contextlib import ExitStack

import pytest

from tests.deploy.front import secure, until_kept
from tests.waiting import wait_until

UNAVAILABLE = {"en": "This site is temporarily unavailable", "fr": "Ce site est temporairement indisponible"}
TOO_LONG = {"en": "This page is taking too long", "fr": "Cette page tarde à répondre"}
OLD = 2.1  # seconds; nginx counts whole ones, so what is kept for one may be a little younger than two


def heading(response) -> str:
    return re.findall(r"<h1[^>]*>\s*(.*?)\s*</h1>", response.text, re.DOTALL)[0]


def test_a_page_is_kept_and_asked_for_anew_after_a_second(front):
    first = front.ask("/fr/")
    states = [first.headers["X-Cache"], front.ask("/fr/").headers["X-Cache"]]
    time.sleep(OLD)
    states += [front.ask("/fr/").headers["X-Cache"]]
    front.until(lambda: front.ask("/fr/").headers["X-Cache"] == "HIT")

    assert states == ["MISS", "HIT", "STALE"]
    assert first.headers["Cache-Control"] == "public, max-age=0, s-maxage=1, stale-if-error=604800"
    assert first.headers.get_list("Vary") == ["Accept-Encoding"]


def test_a_visitor_who_has_the_page_already_gets_none(front):
    page = until_kept(front, "/en/")

    again = front.ask("/en/", headers={"If-None-Match": page.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == page.headers["Cache-Control"]


def test_what_trackers_add_makes_no_page_of_its_own(front):
    until_kept(front, "/en/")

    states = [
        front.ask(f"/en/?{question}").headers["X-Cache"]
        for question in ("utm_source=a&utm_medium=b&fbclid=c", "gclid=1", "FBCLID", "utm_id=", "mc_cid=1&_ga=2&")
    ]

    assert set(states) <= {"HIT", "STALE", "UPDATING"}
    assert front.ask("/en/?day=1&utm_source=a").headers["X-Cache"] == "MISS"


def test_pages_are_shown_while_django_is_away_and_those_of_a_question_are_not(front):
    for path in ("/en/", "/fr/", "/en/?page=2"):
        front.ask(path)
    time.sleep(OLD)
    with front.without_django():
        shown = [
            (path, front.ask(path).status_code) for path in ("/en/", "/fr/", "/en/?page=2", "/en/never-asked-for/")
        ]
        home = front.ask("/", headers={"Accept-Language": "fr-CA,en"})
        sent = front.ask("/en/apply/", "POST", data={"a": "b"})
        lost = front.ask("/fr/jamais/")

    assert shown == [("/en/", 200), ("/fr/", 200), ("/en/?page=2", 502), ("/en/never-asked-for/", 502)]
    assert (home.status_code, home.headers["Location"]) == (302, f"{front.public}/fr/")
    assert (sent.status_code, "we cannot tell whether what you just sent was saved" in sent.text) == (502, True)
    assert (lost.status_code, heading(lost), lost.headers["Retry-After"]) == (502, UNAVAILABLE["fr"], "60")
    assert lost.headers["Cache-Control"] == "no-store"
    assert [front.ask(path).status_code for path in ("/en/?page=2", "/en/never-asked-for/")] == [200, 404]


@pytest.mark.parametrize(("side", "path"), [("public", "/fr/candidature/"), ("staff", "/admin/images/add/")])
def test_a_large_file_sent_while_django_is_away_is_answered_with_a_page_too(front, side, path):
    with front.without_django():
        sent = front.ask(path, "POST", side=side, content=b"a" * 2_000_000)

    assert (sent.status_code, heading(sent)) == (502, TOO_LONG["fr" if side == "public" else "en"])


def test_pages_are_shown_at_once_while_django_hangs(front):
    until_kept(front, "/en/")
    time.sleep(OLD)
    with front.frozen("django"):
        began = time.monotonic()
        pages = [front.ask("/en/") for _visitor in range(5)]
        took = time.monotonic() - began

    assert {(page.status_code, page.headers["X-Cache"]) for page in pages} <= {(200, "STALE"), (200, "UPDATING")}
    assert took < 2


def test_answers_to_questions_take_no_room_from_pages(front):
    until_kept(front, "/en/")
    pages, answers = kept_in(front, "kept"), kept_in(front, "brief")

    statuses = [front.ask(f"/en/?page={number}").status_code for number in (7001, 7002, 7003)]

    assert statuses == [200] * 3
    assert kept_in(front, "kept") == pages
    assert len(kept_in(front, "brief") - answers) == 3


def kept_in(front, zone: str) -> set[str]:
    return {path.name for path in (front.folder / "cache" / zone).rglob("*") if path.is_file()}


def test_a_missing_page_takes_the_place_of_what_was_there(front):
    states = [(page.status_code, page.headers["X-Cache"]) for page in (front.ask("/en/gone/"), front.ask("/en/gone/"))]

    assert states == [(404, "MISS"), (404, "HIT")]


def test_nothing_of_an_application_is_kept_or_logged(front):
    token, before = "k" * 43, len(front.log_lines().splitlines())

    answers = [front.ask(f"/en/apply/{token}/"), front.ask(f"/fr/candidature/files/{token}/"), front.ask("/en/apply/")]
    front.ask(f"/en/%61pply/{token}/?secret=1")

    assert ["X-Cache" in answer.headers for answer in answers] == [False] * 3
    log = "\n".join(front.log_lines().splitlines()[before:])
    assert (token in log, "secret" in log) == (False, False)
    paths = [json.loads(line)["path"] for line in log.splitlines()]
    applications = {path for path in paths if "appl" in path or "candidature" in path}
    assert applications == {"/en/apply/...", "/fr/candidature/...", "/en/apply/"}


def test_a_line_of_the_log_says_how_long_and_from_where_but_not_who(front):
    request = front.ask("/fr/", source="127.0.0.77", headers={"User-Agent": "Curious"})
    front.until(lambda: '"/fr/"' in front.log_lines().splitlines()[-1])
    line = json.loads(front.log_lines().splitlines()[-1])

    assert {name: line[name] for name in ("method", "path", "status", "cache", "from")} == {
        "method": "GET",
        "path": "/fr/",
        "status": "200",
        "cache": request.headers["X-Cache"],
        "from": "127.0.0.0",
    }
    assert re.fullmatch(r"[0-9a-f]{32}", line["id"])
    assert float(line["seconds"]) < 10
    assert "Curious" not in front.log_lines()


def test_a_head_counts_no_donor_and_is_answered_as_it_was_asked(front):
    assert front.ask("/en/give/none/", "HEAD").status_code == 404
    assert "X-Cache" not in front.ask("/en/give/none/").headers


def test_files_come_from_the_disk_with_the_encoding_they_are_stored_in(front, static_dir):
    media = front.folder / "data" / "media"
    (media / "images" / "a.avif").write_bytes(b"picture")
    (media / "original_images" / "a.jpg").write_bytes(b"with GPS")
    hashed = next(path for path in (static_dir / "css").glob("index.*.css")).name

    sheet = front.ask(f"/static/css/{hashed}", headers={"Accept-Encoding": "br, gzip"})
    plain = front.ask("/static/css/index.css", headers={"Accept-Encoding": "gzip"})
    picture = front.ask("/media/images/a.avif")

    assert (sheet.headers["Content-Encoding"], plain.headers["Content-Encoding"]) == ("br", "gzip")
    assert sheet.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert plain.headers["Cache-Control"] == "max-age=0, public"
    assert (picture.headers["Content-Type"], picture.headers["Cache-Control"]) == (
        "image/avif",
        "max-age=86400, public",
    )
    assert front.ask("/favicon.ico").status_code == 200
    assert [
        front.ask(path).status_code for path in ("/media/original_images/a.jpg", "/media/", "/errors/en/503.html")
    ] == [404] * 3


def test_a_question_mark_that_is_written_out_in_a_path_begins_no_question(front):
    wrong, right = (front.ask(path) for path in ("/en/%3Fday=2026-11-27", "/en/?day=2026-11-27"))

    assert (wrong.status_code, right.status_code) == (404, 200)
    assert right.headers["X-Cache"] == "MISS"


def test_names_that_are_not_the_sites_get_nothing(front):
    port = front.ports["https"]

    assert front.ask("/en/", headers={"Host": "evil.test"}).status_code == 421
    assert front.ask("/en/?a=1", headers={"Host": "www.localhost"}).headers["Location"] == f"{front.public}/en/?a=1"
    trust = ssl.create_default_context(cafile=front.machine.certificate)
    with socket.create_connection(("127.0.0.1", port)) as plain, pytest.raises(ssl.SSLError):
        trust.wrap_socket(plain, server_hostname="evil.test")


def test_http_leads_to_https_and_only_there(front):
    plain = f"http://localhost:{front.ports['http']}"

    answer = front.ask(f"{plain}/fr/?a=b")

    assert (answer.status_code, answer.headers["Location"]) == (301, f"{front.public}/fr/?a=b")
    assert front.ask(plain, headers={"Host": "evil.test"}).status_code == 421
    (front.folder / "acme" / ".well-known" / "acme-challenge").mkdir(parents=True)
    (front.folder / "acme" / ".well-known" / "acme-challenge" / "token").write_text("answer")
    assert front.ask(f"{plain}/.well-known/acme-challenge/token").text == "answer"


def test_only_the_machine_itself_purges_and_asks_how_the_site_is(front):
    until_kept(front, "/en/")

    assert front.ask("/en/", "PURGE").status_code == 405
    assert front.ask("/-/live").status_code == 404
    assert front.ask("/en/", headers={"X-Refresh": "1"}).headers["X-Cache"] in ("HIT", "STALE", "UPDATING")
    front.until(lambda: front.ask("/en/").headers["X-Cache"] == "HIT")
    first, again = front.tell("/en/", "PURGE"), front.tell("/en/", "PURGE")
    assert (first.status_code, "Successful purge" in first.text) == (200, True)
    assert (again.status_code, again.text) == (200, "not kept\n")
    assert front.ask("/en/").headers["X-Cache"] == "MISS"
    assert front.tell("/en/", **{"X-Refresh": "1"}).headers["X-Cache"] == "BYPASS"
    assert front.ask("/en/").headers["X-Cache"] == "HIT"


def test_staff_have_a_name_of_their_own_where_nothing_is_kept(front):
    answers = [front.ask(path, side="staff") for path in ("/admin/login/", "/admin/login/", "/en/")]

    assert [(answer.status_code, "X-Cache" in answer.headers) for answer in answers] == [(200, False)] * 3
    assert {answer.headers["Cross-Origin-Resource-Policy"] for answer in answers} == {"same-origin"}


def test_a_body_that_is_too_large_is_refused_before_django_sees_it(front):
    page = front.ask("/fr/", "POST", content=b"a" * 70_000)
    form = front.ask("/en/apply/", "POST", content=b"a" * 38_000_000)

    assert [(answer.status_code, heading(answer)) for answer in (page, form)] == [
        (413, "Votre envoi est trop volumineux"),
        (413, "What you sent is too large"),
    ]


@pytest.mark.parametrize(
    ("address", "least", "many"),
    [("/admin/login/", 21, 40), ("/admin/images/?q=&q=word", 21, 60), ("/en/?page=2", 61, 80)],
)
def test_one_visitor_who_asks_too_often_is_told_to_wait_and_others_are_not(front, address, least, many):
    side = "staff" if address.startswith("/admin/") else "public"
    with front.client("127.0.0.9", side) as flood:
        statuses = [flood.get(address).status_code for _try in range(many)]
        last = flood.get(address)
    page = front.ask("/en/", source="127.0.0.9")

    assert least <= sum(status != 429 for status in statuses) < many
    assert (last.status_code, last.headers["Retry-After"], heading(last)) == (429, "10", "Please try again later")
    assert page.status_code == 200
    assert front.ask(address, source="127.0.0.10", side=side).status_code != 429


def test_sign_ins_are_limited_for_one_visitor_and_for_everybody_together(front):
    """Each try hashes a password: half a second of a core that pages want."""

    def tries(*sources: str) -> int:
        """How many of them are let through."""
        asked = [front.ask("/admin/login/", "POST", source=source, side="staff") for source in sources]
        return sum(answer.status_code != 429 for answer in asked)

    began = time.monotonic()
    of_one = tries(*["127.0.0.9"] * 14)
    of_another = tries("127.0.0.10")
    of_many = tries(*[f"127.1.{number}.1" for number in range(40)])
    waited = time.monotonic() - began

    assert (of_one, of_another) == (10, 1)
    assert of_many <= waited + 1 < 40
    wait_until(lambda: tries("127.2.0.1"))


def test_two_hundred_who_send_a_byte_now_and_then_stop_nobody(front):
    begun = {
        "headers": b"GET /en/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        "bodies": b"POST /en/apply/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 30000000\r\n\r\na=",
    }
    with ExitStack() as slow:
        for kind, address in (("headers", "127.0.0.40"), ("bodies", "127.0.0.41")):
            for _visitor in range(100):
                slow.enter_context(secure(front, address)).sendall(begun[kind])
        page, form = front.ask("/fr/"), front.ask("/en/apply/")
        sent = front.ask("/en/apply/lost-link/", "POST", data={"email": "a@example.org"})

    assert (page.status_code, form.status_code) == (200, 302)
    assert (sent.status_code, heading(sent)) == (403, "The form was not sent")  # read whole, without its token


def test_browsers_speak_http_2_and_nothing_older_than_tls_1_2(front):
    with secure(front, "127.0.0.1", alpn=["h2", "http/1.1"]) as connection:
        assert (connection.selected_alpn_protocol(), connection.version()) == ("h2", "TLSv1.3")


def test_the_machine_itself_is_told_how_the_site_is(front):
    assert front.tell("/-/live").status_code == 200
    assert front.tell("/-/ready").status_code == 503  # no worker has shown itself
    assert "X-Cache" not in front.tell("/-/metrics").headers
