"""An address that an editor types never makes the worker speak to a machine that the public cannot reach."""

import ipaddress

import pytest

from migs_site.link_checker.checking import CheckResult, check_url
from migs_site.link_checker.models import Problem
from migs_site.link_checker.network_policy import NetworkPolicy, is_public
from tests.migs_site.link_checker.servers import only_for, passing_on, policy_of

PUBLIC, PRIVATE = "93.184.216.34", "127.0.0.2"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "https://127.0.0.1/",
        "http://localhost/",
        "http://LOCALHOST/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/admin",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://0/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fd00::1]/",
        "http://[fe80::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
    ],
)
def test_a_private_machine_is_never_asked_however_it_is_spelled(address):
    assert check_url(address) == CheckResult(Problem.PRIVATE)


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_a_public_machine_may_be_asked(address):
    assert is_public(ipaddress.ip_address(address)) is True


@pytest.mark.parametrize(
    "address",
    [
        "http://93.184.216.34:8080/",
        "http://93.184.216.34:22/",
        "http://user:word@93.184.216.34/",
        "http://user@93.184.216.34/",
        "ftp://93.184.216.34/",
        "file:///etc/passwd",
        "gopher://93.184.216.34/",
        "javascript:alert(1)",
        "mailto:office@example.org",
        "//93.184.216.34/",
        "http://",
        "http:///path",
        "",
        "no address at all",
        "http://0177.0.0.1/",
        "http://exa\0mple.org/",
        "http://exa\u202emple.org/",
        "http://[::1/",
        "http://93.184.216.34:99999/",
        "http://93.184.216.34:/\r\nHost: 127.0.0.1",
        "http://" + "x" * 500 + ".example.org:81/",
    ],
)
def test_what_is_no_plain_address_of_the_web_is_not_asked(address):
    assert check_url(address) == CheckResult(Problem.NOT_ASKED)


@pytest.mark.parametrize(
    ("where", "problem"),
    [
        ("http://127.0.0.2/", Problem.PRIVATE),
        ("http://169.254.169.254/latest/meta-data/", Problem.PRIVATE),
        ("http://[::1]/", Problem.PRIVATE),
        ("//10.0.0.1/", Problem.PRIVATE),
        ("http://127.0.0.1:22/", Problem.NOT_ASKED),
        ("ftp://127.0.0.1/", Problem.NOT_ASKED),
        ("http://user:word@127.0.0.1/", Problem.NOT_ASKED),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_permitted_site_cannot_pass_us_on_to_one_that_is_not(sites, status, where, problem):
    sites.behaviours["/"] = passing_on(where, status)
    policy = policy_of(sites, resolve=NetworkPolicy().resolve)

    assert (check_url(sites.address(), policy=policy), sites.methods()) == (CheckResult(problem), ["HEAD"])


def resolver(*results):
    """A name server that gives another answer each time, and the last one ever after."""
    left = list(results)
    return lambda name, port: left.pop(0) if len(left) > 1 else left[0]


def test_one_private_address_among_public_ones_spoils_the_name():
    policy = NetworkPolicy(resolve=resolver([PUBLIC, "10.0.0.1"]))

    assert check_url("http://both.example.org/", policy=policy) == CheckResult(Problem.PRIVATE)


def test_the_connection_goes_to_the_address_that_was_judged(sites):
    policy = policy_of(sites, resolve=resolver(["127.0.0.1"], [PRIVATE]))  # nobody listens at the second

    result = check_url(sites.address(host="turns.example.org"), policy=policy)

    assert (result, sites.methods()) == (CheckResult(), ["HEAD"])


def test_a_name_that_turns_private_between_two_requests_is_refused_at_the_second(sites):
    sites.behaviours["/"] = only_for("GET", 405)
    policy = policy_of(sites, resolve=resolver(["127.0.0.1"], [PRIVATE]))

    result = check_url(sites.address(host="turns.example.org"), policy=policy)

    assert (result, sites.methods()) == (CheckResult(Problem.PRIVATE), ["HEAD"])


def test_proxies_of_the_environment_are_not_used(sites, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    assert check_url(sites.address(), policy=policy_of(sites)) == CheckResult()
