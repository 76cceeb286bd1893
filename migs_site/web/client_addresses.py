"""Where a request comes from, as far as nobody can make it up; and which addresses of a machine are one visitor's.

A visitor writes into X-Forwarded-For what they like; a proxy adds, on the right, whom it has seen. So the header is
read from the right, and only as far as each address is that of a proxy of ours.
"""

import ipaddress
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address

from django.conf import settings

UNIX = "unix"  # a proxy on the same machine, which comes through a socket file and has no address
UNKNOWN = "unknown"  # all of them share one budget
MOST_PROXIES = 10

# A machine chooses the last 64 bits of its IPv6 address as it likes (RFC 4291, 2.5.1; RFC 8981), and a home has the
# last 72 (RFC 6177; RIPE-690, 4.2). A /24 is the smallest IPv4 network that is routed on its own.
HOST = {4: 32, 6: 64}
NETWORK = {4: 24, 6: 56}


def client_address(request) -> str:
    """The visitor's IPv4 address, or the /64 network of their IPv6 address; “unknown” where nobody can say."""
    return shortened(client_of(request), HOST)


def client_network(request) -> str:
    """The network next to the visitor: /24 of IPv4, /56 of IPv6."""
    return shortened(client_of(request), NETWORK)


def client_of(request) -> IPv4Address | IPv6Address | None:
    """REMOTE_ADDR; or, where that is a proxy of ours, the last in X-Forwarded-For that is none.

    What cannot be read ends the way: then it is the proxy that said so.
    """
    networks, _trusts_unix = trusted(tuple(settings.TRUSTED_PROXIES))
    seen, is_ours = read_address(request.META.get("REMOTE_ADDR", "")), is_from_proxy(request)
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", MOST_PROXIES)
    while is_ours and hops:
        hop = read_address(hops.pop())
        if hop is None:
            break
        seen, is_ours = hop, is_in(hop, networks)
    return seen


def is_from_proxy(request) -> bool:
    """Whether it is a proxy of ours that speaks to us."""
    networks, trusts_unix = trusted(tuple(settings.TRUSTED_PROXIES))
    remote = request.META.get("REMOTE_ADDR", "")
    return is_in(read_address(remote), networks) if remote else trusts_unix


def read_address(text: str) -> IPv4Address | IPv6Address | None:
    """An address as proxies write it: with a port, in brackets, an IPv4 one inside IPv6; None for anything else."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_in(address: IPv4Address | IPv6Address | None, networks: tuple) -> bool:
    return address is not None and any(address in network for network in networks)


def shortened(address: IPv4Address | IPv6Address | None, lengths: dict[int, int]) -> str:
    if address is None:
        return UNKNOWN
    network = ipaddress.ip_network((address, lengths[address.version]), strict=False)
    return str(network.network_address) if network.num_addresses == 1 else str(network)


@lru_cache(maxsize=4)
def trusted(words: tuple[str, ...]) -> tuple[tuple, bool]:
    """The networks of TRUSTED_PROXIES, and whether a socket file is among them. ValueError for what is neither."""
    return tuple(ipaddress.ip_network(word) for word in words if word != UNIX), UNIX in words
