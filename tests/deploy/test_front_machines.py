"""nginx on one of several machines, and behind a network that visitors come through."""

import json
import time
from dataclasses import replace
from importlib import import_module

import httpx
import pytest

from deploy.server import front as server_front
from deploy.server.machine import Failed
from tests.deploy.front import Front, until_kept

NEW = "static/css/new.0123456789ab.css"
BEFORE_US, ANOTHER = "127.9.0.1", "127.8.0.1"


@pytest.fixture(scope="module")
def beside(front, tmp_path_factory):
    """A second machine: the same Django, static files of its own, a network in front, the first as its neighbour."""
    static = tmp_path_factory.mktemp("static")
    (static / "errors").symlink_to(front.machine.static_dir + "/errors")
    own = Front(tmp_path_factory.mktemp("beside") / "machine", static)
    own.machine = replace(
        own.machine,
        base_url=front.public,
        public_server=front.machine.public_server,
        others=(front.inside.removeprefix("http://"),),
        proxies=("127.9.0.0/16",),
        inside_networks=("127.0.0.1", ANOTHER),
    )
    own.write_configuration()
    own.start_nginx()
    yield own
    own.end()


@pytest.fixture
def new_file(static_dir):
    file = static_dir / NEW.removeprefix("static/")
    file.write_text("/* of another release */")
    yield file
    file.unlink()


def test_a_file_of_another_release_is_fetched_from_the_machine_that_has_it(beside, new_file):
    answer = beside.ask(f"/{NEW}")

    assert (answer.status_code, answer.text) == (200, "/* of another release */")
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert answer.headers.get_list("X-Content-Type-Options") == ["nosniff"]


@pytest.mark.parametrize(
    "path", ["/static/css/none.0123456789ab.css", "/static/css/none.css", "/static/errors/none.css"]
)
def test_a_file_that_nobody_has_is_missing(beside, path):
    answer = beside.ask(path)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
    assert "<html lang=" in answer.text


def test_no_machine_asks_on_for_another(front, new_file):
    new_file.rename(new_file.with_suffix(".gone"))
    try:
        assert httpx.get(f"{front.inside}/{NEW}").status_code == 404
    finally:
        new_file.with_suffix(".gone").rename(new_file)


def test_a_visitor_is_who_the_network_in_front_says_and_nobody_else_may_say_so(beside):
    said = {
        (BEFORE_US, "203.0.113.7"): "203.0.113.0",
        (BEFORE_US, "198.51.100.1, 203.0.113.7"): "203.0.113.0",
        (BEFORE_US, "203.0.113.7, 127.9.0.3"): "203.0.113.0",
        (BEFORE_US, "nonsense"): "127.9.0.0",
        (BEFORE_US, ""): "127.9.0.0",
        (ANOTHER, "203.0.113.7"): "127.8.0.0",
    }
    for number, (source, header) in enumerate(said):
        beside.ask(f"/static/visitor-{number}", source=source, headers={"X-Forwarded-For": header} if header else {})

    lines = [json.loads(line) for line in beside.log_lines().splitlines()]
    seen = {line["path"]: line["from"] for line in lines if "/static/visitor-" in line["path"]}
    assert [seen[path] for path in sorted(seen)] == list(said.values())  # each process of nginx writes its own lines


def test_other_machines_may_ask_how_this_one_is_and_nobody_else(beside):
    def asked(source: str) -> int:
        with httpx.Client(transport=httpx.HTTPTransport(local_address=source)) as client:
            return client.get(f"{beside.inside}/-/live").status_code

    assert [asked(source) for source in ("127.0.0.1", ANOTHER, BEFORE_US)] == [200, 200, 403]
    assert beside.ask("/-/live", headers={"X-Forwarded-For": "127.0.0.1"}, source=BEFORE_US).status_code == 404


def test_another_machine_may_have_as_much_thrown_away_as_it_likes(beside):
    with httpx.Client(transport=httpx.HTTPTransport(local_address=ANOTHER)) as client:
        statuses = {client.request("PURGE", f"{beside.inside}/en/{number}/").status_code for number in range(1000)}

    assert statuses == {200}


@pytest.mark.parametrize(
    "spelling", ["/en/about/?asked=1", "/en/about/?utm_source=a", "/en/about/?", "/en/%61bout/", "/en//about/"]
)
def test_what_cannot_be_named_when_its_page_leaves_is_shown_by_nobody_while_the_site_is_down(front, spelling):
    """A network keeps each spelling of an address apart, and is told of one when the page leaves the site."""
    kept = "public, max-age=0, s-maxage=1"

    assert front.ask("/en/about/").headers["Cache-Control"] == f"{kept}, stale-if-error=604800"
    other = front.ask(spelling)
    assert (other.status_code, other.headers["Cache-Control"]) == (200, kept)


@pytest.mark.parametrize(
    "spelling", ["/media/images/named.avif?1", "/media/images/name%64.avif", "/media//images/named.avif"]
)
def test_a_picture_is_kept_by_a_network_under_its_own_address_alone(front, spelling):
    (front.folder / "data" / "media" / "images" / "named.avif").write_bytes(b"picture")

    assert front.ask("/media/images/named.avif").headers["Cache-Control"] == "max-age=86400, public"
    other = front.ask(spelling)
    assert (other.content, other.headers["Cache-Control"]) == (b"picture", "no-store")


def test_nobody_in_front_keeps_where_one_visitor_was_sent_by_their_language(front):
    answers = [front.ask("/", headers={"Accept-Language": "fr"})]
    with front.without_django():
        answers.append(front.ask("/", headers={"Accept-Language": "fr"}))

    assert [(each.status_code, each.headers["Location"], each.headers.get("Cache-Control")) for each in answers] == [
        (302, "/fr/", "no-store"),
        (302, f"{front.public}/fr/", "no-store"),
    ]


def test_a_number_of_a_page_is_kept_in_front_under_its_own_address_alone(front):
    with front.database():
        number = import_module("tests.factories.pages").standard_page(slug="numbered").pk
    addresses = f"/id/{number}", f"/id/0{number}"
    for address in addresses:
        until_kept(front, address)
    time.sleep(2.1)

    with front.without_django():
        assert [front.ask(address).status_code for address in addresses] == [302, 502]


def test_limits_count_visitors_behind_a_network_also_where_all_are_sent_to_https(beside):
    plain = f"http://localhost:{beside.ports['http']}/sent-on"
    beside.ask(plain, source=BEFORE_US, headers={"X-Forwarded-For": "203.0.113.7"})

    [line] = [json.loads(line) for line in beside.log_lines().splitlines() if "/sent-on" in line]
    assert (line["status"], line["from"]) == ("301", "203.0.113.0")


def test_a_server_knows_which_of_the_machines_it_is():
    told = server_front.beside_others({"FRONT_CACHES": "http://127.0.0.3:8090,http://198.51.100.1:8090"})

    assert told == {
        "inside": ("127.0.0.1:8090", "127.0.0.3:8090"),
        "inside_networks": ("127.0.0.1", "127.0.0.3", "198.51.100.1"),
        "others": ("198.51.100.1:8090",),
    }
    assert server_front.beside_others({"FRONT_CACHES": "http://127.0.0.1:8090"}) == {}
    with pytest.raises(Failed, match="none by an address of this one"):
        server_front.beside_others({"FRONT_CACHES": "http://198.51.100.1:8090,http://198.51.100.2:8090"})
