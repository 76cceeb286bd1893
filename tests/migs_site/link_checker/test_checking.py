"""How another site is asked whether an address still works, and what its answer means."""

import socket
import ssl
import time

import pytest

from migs_site.link_checker.checking import CheckResult, check_url
from migs_site.link_checker.models import Problem
from tests.migs_site.link_checker import servers
from tests.migs_site.link_checker.servers import certificate, only_for, passing_on, policy_of


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (200, ""),
        (204, ""),
        (304, ""),
        (400, Problem.REFUSED),
        (401, Problem.CLOSED_TO_PROGRAMS),
        (403, Problem.CLOSED_TO_PROGRAMS),
        (404, Problem.NOT_FOUND),
        (405, Problem.CLOSED_TO_PROGRAMS),
        (408, Problem.SILENT),
        (410, Problem.GONE),
        (429, Problem.CLOSED_TO_PROGRAMS),
        (451, Problem.REFUSED),
        (500, Problem.SITE_ERROR),
        (503, Problem.SITE_ERROR),
        (999, Problem.CLOSED_TO_PROGRAMS),
    ],
)
def test_each_status_has_one_meaning(sites, status, problem):
    sites.behaviours["/"] = status

    assert check_url(sites.address(), policy=policy_of(sites)) == CheckResult(problem)


@pytest.mark.parametrize(
    ("behaviour", "problem", "methods"),
    [
        (200, "", ["HEAD"]),
        (only_for("GET", 405), "", ["HEAD", "GET"]),
        (only_for("GET", 404), "", ["HEAD", "GET"]),
        (only_for("GET", 500), "", ["HEAD", "GET"]),
        (404, Problem.NOT_FOUND, ["HEAD", "GET"]),
        (429, Problem.CLOSED_TO_PROGRAMS, ["HEAD"]),
        (servers.hangs_up, Problem.UNREADABLE, ["HEAD", "GET"]),
    ],
)
def test_get_follows_only_where_head_says_nothing_good(sites, behaviour, problem, methods):
    sites.behaviours["/"] = behaviour

    result = check_url(sites.address(), policy=policy_of(sites))

    assert (result.problem, sites.methods()) == (problem, methods)


def test_we_say_who_we_are(sites, settings):
    settings.BASE_URL = "https://migs.example.org"

    check_url(sites.address("/page?a=b#part", host="books.example.org"), policy=policy_of(sites))

    host = f"books.example.org:{sites.server_port}"
    assert sites.visits == [("HEAD", "/page?a=b", host, "MIGS link check (+https://migs.example.org/)")]


def test_five_redirects_are_followed_and_not_six(sites):
    for step in range(6):
        sites.behaviours[f"/{step}"] = passing_on(f"/{step + 1}")

    results = [check_url(sites.address(path), policy=policy_of(sites)) for path in ("/1", "/0")]

    assert results == [CheckResult(), CheckResult(Problem.CIRCLE)]


@pytest.mark.parametrize(
    ("statuses", "moved_to"), [((301, 308), "/2"), ((301, 302), "/1"), ((302, 301), ""), ((307, 303), "")]
)
def test_only_what_has_moved_for_good_is_called_moved(sites, statuses, moved_to):
    for step, status in enumerate(statuses):
        sites.behaviours[f"/{step}"] = passing_on(f"/{step + 1}", status)

    result = check_url(sites.address("/0"), policy=policy_of(sites))

    assert result == CheckResult("", moved_to and sites.address(moved_to))


def test_a_page_that_has_moved_to_nowhere_has_not_moved(sites):
    sites.behaviours |= {"/": passing_on("/new", 301), "/new": 404}

    assert check_url(sites.address(), policy=policy_of(sites)) == CheckResult(Problem.NOT_FOUND)


@pytest.mark.parametrize(
    ("behaviour", "problem"),
    [
        (servers.stalls, Problem.SILENT),
        (servers.drips, Problem.SILENT),
        (servers.goes_on_and_on_about_waiting, Problem.SILENT),
        (servers.sends_endless_headers, Problem.UNREADABLE),
        (servers.talks_nonsense, Problem.UNREADABLE),
        (servers.sends_an_endless_body, ""),
        (servers.sends_a_bomb, ""),
    ],
)
def test_a_site_that_misbehaves_costs_little_time(sites, impatient, behaviour, problem):
    sites.behaviours["/"] = behaviour
    begun = time.monotonic()

    result = check_url(sites.address(), policy=policy_of(sites))

    assert (result.problem, time.monotonic() - begun < 8) == (problem, True)


def test_a_port_where_nobody_listens_takes_no_connection(sites):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        policy = policy_of(sites, ports=frozenset({port}))

        assert check_url(f"http://127.0.0.1:{port}/", policy=policy) == CheckResult(Problem.NO_CONNECTION)


def test_a_name_that_nobody_knows_is_told_from_a_site_that_is_down(sites):
    def resolve(name, port):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    policy = policy_of(sites, resolve=resolve)

    assert check_url("https://gone.example.org/", policy=policy) == CheckResult(Problem.UNKNOWN_NAME)


def trusting():
    return ssl.create_default_context(cafile=certificate())


@pytest.mark.parametrize(
    ("host", "options", "problem"),
    [
        ("kept.example.org", {"tls": trusting}, ""),
        ("kept.example.org", {}, Problem.UNSAFE),
        ("other.example.org", {"tls": trusting}, Problem.UNSAFE),
    ],
)
def test_a_certificate_is_held_against_the_name_and_not_the_machine(secure_sites, host, options, problem):
    result = check_url(secure_sites.address("/", host, "https"), policy=policy_of(secure_sites, **options))

    assert (result.problem, secure_sites.names) == (problem, [host])


def test_a_site_without_tls_where_we_ask_for_it_is_unsafe(sites):
    assert check_url(sites.address("/", scheme="https"), policy=policy_of(sites)) == CheckResult(Problem.UNSAFE)


def test_a_site_that_never_finishes_its_greeting_is_silent(impatient, sites):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]

        result = check_url(f"https://127.0.0.1:{port}/", policy=policy_of(sites, ports=frozenset({port})))

    assert result == CheckResult(Problem.SILENT)
