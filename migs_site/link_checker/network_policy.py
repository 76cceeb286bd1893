"""Which machines may be asked, and the connection to exactly the machine that was found to be one of them.

An address that an editor types must never make the worker speak to a machine of ours (server-side request forgery):
each name is resolved once for each connection, every address it has is judged, and the connection goes to that address
and not to the name, which could mean another machine a moment later. The name stays in the request and in TLS.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpcore

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

UNICAST = ipaddress.ip_network("2000::/3")  # RFC 4291: all there is of the public internet in version 6
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: version 4, reached through a translator


class Refused(Exception):
    """Nothing was sent, because of where the address leads."""


class PrivateMachine(Refused):
    """The name leads to a machine that the public cannot reach, or that is ours."""


class UnknownName(Exception):
    """Nobody knows the name."""


class Unproven(Exception):
    """The machine could not prove, with TLS, that it is who the name says."""


def embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The address of version 4 that one of version 6 stands for."""
    if address in TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


def is_public(address: Address) -> bool:
    """Whether an address is one machine on the public internet."""
    if address.version == 4:
        return address.is_global and not address.is_multicast
    inner = embedded(address)
    return is_public(inner) if inner else address in UNICAST and address.is_global


def resolve(name: str, port: int) -> list[str]:
    """Every address of a name, as the system knows it, which has time limits of its own."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_kind, where in found))


@dataclass(frozen=True)
class NetworkPolicy:
    """Where the checker may go. The defaults are the public web; tests allow their own server on this machine."""

    ports: frozenset[int] = frozenset({80, 443})
    permits: Callable[[Address], bool] = is_public
    resolve: Callable[[str, int], list[str]] = resolve
    tls: Callable[[], ssl.SSLContext] = httpcore.default_ssl_context

    def machines(self, name: str, port: int) -> list[str]:
        """The addresses of a name. One that may not be asked spoils the others: nobody needs such a name."""
        if port not in self.ports:
            raise Refused(port)
        try:
            found = [ipaddress.ip_address(address) for address in self.resolve(name, port)]
        except (OSError, UnicodeError) as error:
            raise UnknownName(name) from error
        if not found:
            raise UnknownName(name)
        if not all(self.permits(address) for address in found):
            raise PrivateMachine(name)
        return [str(address) for address in found]


PUBLIC_WEB = NetworkPolicy()


class TimedStream(httpcore.NetworkStream):
    """A connection that ends at a moment, however busily the other side goes on sending a byte at a time."""

    def __init__(self, stream: httpcore.NetworkStream, ends_at: float):
        self.stream = stream
        self.ends_at = ends_at

    def read(self, max_bytes, timeout=None):
        return self.stream.read(max_bytes, time_left(self.ends_at, timeout, httpcore.ReadTimeout))

    def write(self, buffer, timeout=None):
        self.stream.write(buffer, time_left(self.ends_at, timeout, httpcore.WriteTimeout))

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        left = time_left(self.ends_at, timeout, httpcore.ConnectTimeout)
        try:
            return TimedStream(self.stream.start_tls(ssl_context, server_hostname, left), self.ends_at)
        except httpcore.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLError):
                raise Unproven(server_hostname) from error
            raise

    def close(self):
        self.stream.close()

    def get_extra_info(self, info):
        return self.stream.get_extra_info(info)


class CheckedBackend(httpcore.SyncBackend):
    """Connects to permitted machines only, and only until a moment of ``time.monotonic()``."""

    def __init__(self, policy: NetworkPolicy, ends_at: float):
        self.policy = policy
        self.ends_at = ends_at

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        failure = None
        for machine in self.policy.machines(host, port):
            left = time_left(self.ends_at, timeout, httpcore.ConnectTimeout)
            try:
                stream = super().connect_tcp(machine, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return TimedStream(stream, self.ends_at)
        raise failure


def time_left(ends_at: float, timeout: float | None, expired: type[Exception]) -> float:
    """The seconds that one step may take: its own limit, or less where the whole is nearly over."""
    left = ends_at - time.monotonic()
    if left <= 0:
        raise expired("The time for the whole is over.")
    return min(left, timeout or left)
