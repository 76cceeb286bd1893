"""Where a request comes from: what a visitor writes into headers makes nobody somebody else."""

import pytest
from django.test import RequestFactory

from migs_site.web.client_addresses import client_address, client_network


def request(remote: str, forwarded: str | None = None):
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)


@pytest.fixture(autouse=True)
def proxies(settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1", "10.0.0.0/8", "2001:db8:ffff::/48"]


@pytest.mark.parametrize(
    ("remote", "address", "network"),
    [
        ("203.0.113.7", "203.0.113.7", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2ff:3::4", "2001:db8:1:2ff::/64", "2001:db8:1:200::/56"),
        ("fe80::1%eth0", "fe80::/64", "fe80::/56"),
        ("", "unknown", "unknown"),
        ("nonsense", "unknown", "unknown"),
    ],
)
def test_the_address_is_that_of_the_connection(remote, address, network):
    asked = request(remote)

    assert (client_address(asked), client_network(asked)) == (address, network)


@pytest.mark.parametrize(
    "forwarded", ["198.51.100.1", "127.0.0.1", "10.0.0.1, 198.51.100.1", "unknown", "", "x" * 9000]
)
def test_whoever_is_no_proxy_of_ours_makes_up_what_they_like(forwarded):
    assert client_address(request("203.0.113.7", forwarded)) == "203.0.113.7"


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("1.1.1.1, 8.8.8.8, 198.51.100.1", "198.51.100.1"),
        ("1.1.1.1,198.51.100.1 , 10.1.2.3", "198.51.100.1"),
        ("10.9.9.9, 198.51.100.1", "198.51.100.1"),
        ("198.51.100.1:50312", "198.51.100.1"),
        ('"[2001:db8::1]:443"', "2001:db8::/64"),
        ("[2001:db8::1]", "2001:db8::/64"),
        ("2001:db8::1%eth0", "2001:db8::/64"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
        ("198.51.100.1, 2001:db8:ffff::2", "198.51.100.1"),
        ("10.0.0.2, 10.0.0.3", "10.0.0.2"),
        # What cannot be read ends the way: then it is the proxy itself.
        ("", "127.0.0.1"),
        ("198.51.100.1, unknown", "127.0.0.1"),
        ("198.51.100.1,", "127.0.0.1"),
        ("198.51.100.1, 10.0.0.9, _hidden", "127.0.0.1"),
        ("198.51.100.1, nonsense, 10.0.0.9", "10.0.0.9"),
        ("0198.051.100.01", "127.0.0.1"),
        ("١٩٨.51.100.1", "127.0.0.1"),
        ("3232235777", "127.0.0.1"),
        ("198.51.100.1\x00", "127.0.0.1"),
        ("[" * 5000, "127.0.0.1"),
        ("1.1.1.1, " * 9000 + "198.51.100.1", "198.51.100.1"),
        ("198.51.100.1, " + "10.0.0.1, " * 500 + "10.0.0.2", "10.0.0.1"),
    ],
)
def test_behind_a_proxy_it_is_the_last_that_is_none_of_ours(forwarded, address):
    assert client_address(request("127.0.0.1", forwarded)) == address


def test_a_made_up_header_gives_nobody_another_address():
    made_up = [f"198.51.100.{n}, 203.0.113.7" for n in range(200)]

    assert {client_address(request("127.0.0.1", each)) for each in made_up} == {"203.0.113.7"}


@pytest.mark.parametrize(
    ("trusted", "address"), [(["unix"], "203.0.113.7"), (["127.0.0.1"], "unknown"), ([], "unknown")]
)
def test_a_socket_file_is_believed_where_the_setting_says_so(settings, trusted, address):
    settings.TRUSTED_PROXIES = trusted

    assert client_address(request("", "198.51.100.1, 203.0.113.7")) == address


def test_without_the_setting_no_header_counts(settings):
    settings.TRUSTED_PROXIES = []

    assert client_address(request("127.0.0.1", "198.51.100.1")) == "127.0.0.1"
