"""Where staff sign in on the public name: what a session cookie, good or not, changes in front of Django."""

from dataclasses import replace

import pytest

from tests.deploy.front import Front, until_kept


@pytest.fixture(scope="module")
def one_name(front, static_dir, tmp_path_factory):
    """nginx alone, before the same Django."""
    own = Front(tmp_path_factory.mktemp("one-name"), static_dir, same_name=True)
    socket = front.machine.public_server
    own.machine = replace(own.machine, public_server=socket, staff_server=socket)
    own.write_configuration()
    own.start_nginx()
    yield own
    own.end()


def test_staff_get_nothing_that_is_kept_and_what_they_get_is_not_kept(one_name):
    until_kept(one_name, "/en/")

    staff = one_name.ask("/en/", headers={"Cookie": "csrftoken=a; sessionid=b"})
    others = one_name.ask("/en/", headers={"Cookie": "notsessionid=b; theme=dark"})

    assert staff.headers["X-Cache"] == "BYPASS"
    assert others.headers["X-Cache"] in ("HIT", "STALE", "UPDATING")
    assert one_name.ask("/admin/login/").headers.get("X-Cache") is None


def test_a_flood_of_made_up_sessions_is_held_back_and_what_is_kept_is_not(one_name):
    with one_name.client("127.0.0.20") as flood:
        statuses = [flood.get("/fr/", headers={"Cookie": f"sessionid={number}"}).status_code for number in range(40)]
        kept = flood.get("/fr/")

    assert (statuses[0], statuses[-1], kept.status_code) == (200, 429, 200)
    assert 21 <= statuses.count(200) < 40


def test_the_admin_without_its_slash_is_staffs_too(one_name):
    """The process of visitors knows no admin, and would not lead to it."""
    answer = one_name.ask("/admin")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/admin/")
    assert "X-Cache" not in answer.headers
    assert "nginx" not in answer.text
