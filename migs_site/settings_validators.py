"""What a value of the environment must look like, and what is said of one that does not (settings.py)."""

import re
import sys
from collections.abc import Callable
from importlib.util import find_spec

from environs import Env, EnvError, ValidationError, validate
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from migs_site.front_cache.cdn_address import WrongAddress, front_caches
from migs_site.media_storage import address as object_store
from migs_site.sealing import WrongKeys, read_recipients
from migs_site.web.client_addresses import trusted as trusted_proxies
from migs_site.web.database_hosts import must_take_writes

MAIL_ADDRESSES = r"(smtp|submission|file|console)://"
SITE_ADDRESS = r"https?://[^/\s:]+(:\d+)?$"
ENCODED = "in a name or password each “%”, “/”, “@” and “:” is percent-encoded"


def shaped(pattern: str, example: str) -> validate.Regexp:
    return validate.Regexp(pattern, error=f"must look like {example}")


def server(address: str) -> None:
    """One host or several. Nothing of it is said, for a password may stand in it: what PostgreSQL's own library says
    quotes the part that it cannot read, and a password with “@” ends up in the port."""
    if not re.match(r"postgres(ql)?://[^/?]*/[^/?]+", address):
        raise ValidationError("must look like postgresql://HOST/NAME")
    try:
        given = conninfo_to_dict(address)
    except ProgrammingError:
        raise ValidationError(f"cannot be read: {ENCODED}, and behind the “?” stands only what libpq knows") from None
    hosts, ports = ((given.get(name) or "").split(",") for name in ("host", "port"))
    if not all(re.fullmatch(r"\d{0,5}", port, re.ASCII) for port in ports) or len(ports) not in (1, len(hosts)):
        raise ValidationError(f"names a port that cannot be; {ENCODED}")
    if "hostaddr" in given and len(hosts) > 1:
        raise ValidationError("names several hosts, so it must not give hostaddr: each is found by its name")


def database(address: str) -> None:
    """The one that takes writes, wherever it is."""
    server(address)
    given = conninfo_to_dict(address)
    if "," in (given.get("host") or "") and not must_take_writes(given):
        raise ValidationError("names several hosts, so it must end in ?target_session_attrs=read-write")


def copy_of_database(address: str) -> None:
    if address:
        server(address)


def recipients(keys: list[str]) -> None:
    try:
        read_recipients(keys)
    except WrongKeys as error:
        raise ValidationError(str(error)) from error


def proxies(words: list[str]) -> None:
    try:
        networks, _trusts_unix = trusted_proxies(tuple(words))
    except ValueError as error:
        raise ValidationError(f"{error}; give networks, such as 127.0.0.1 or 10.0.0.0/8, or the word unix") from error
    for network in networks:
        if network.prefixlen == 0:
            raise ValidationError(f"{network} is everybody: any visitor could then claim to come from any address")


def mailboxes(addresses: list[str]) -> None:
    wrong = [address for address in addresses if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", address)]
    if wrong:
        raise ValidationError(f"“{wrong[0]}” is no address; give somebody@example.org, with commas between several")


def collector(address: str) -> None:
    """Of errors. Only who names one needs its package."""
    if address and not re.fullmatch(r"https?://[^@/\s]+@[^/\s]+/\S+", address):
        raise ValidationError("must look like https://KEY@errors.example.org/1")
    if address and not find_spec("sentry_sdk"):
        raise ValidationError("needs a package that is not installed: pip install sentry-sdk")


def listeners(addresses: list[str]) -> None:
    """nginx's listeners for the worker (FRONT_CACHES): by whom they may be asked is nginx's to know."""
    for address in addresses:
        # The DNS knows no longer names (RFC 1035), and the table of what a machine has missed no longer addresses.
        found = re.fullmatch(r"http://(?=.{1,253}:)[\w-]{1,63}(?:\.[\w-]{1,63})*:(\d{1,5})", address, re.ASCII)
        if not found or not 0 < int(found[1]) < 65_536:
            raise ValidationError(f"{address} must look like http://127.0.0.1:8090")


def cdn(address: str) -> None:
    """Nothing of it is said, for a secret stands in it."""
    try:
        front_caches([], address)
    except WrongAddress as error:
        raise ValidationError(str(error)) from None


def scanner(address: str) -> None:
    """A path of the machine, or a host with a port: nothing else, so that no scan fails for it later."""
    is_port = re.fullmatch(r"tcp://([\w.-]+|\[[0-9a-fA-F:]+\]):(\d{1,5})", address, re.ASCII)
    if address and not re.fullmatch(r"unix:///[^\s?#]+", address) and not (is_port and 0 < int(is_port[2]) < 65_536):
        raise ValidationError("must look like unix:///run/clamav/clamd.ctl or tcp://HOST:PORT")


def media_storage(address: str) -> None:
    """Nothing of it is said, for a secret stands in it."""
    try:
        if address:
            object_store.read(address)
    except object_store.WrongAddress as error:
        raise ValidationError(str(error)) from error


def with_or_without_www(host: str) -> list[str]:
    """The name that people type who add “www.” or leave it out; an address in numbers and a machine have none."""
    if "." not in host or host.rpartition(".")[2].isdecimal():
        return []
    return [host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"]


def stop_on_wrong_settings(env: Env, refuse_unsafe: Callable[[], None]) -> None:
    """End the program with a sentence on each wrong value, or on the combination that ``refuse_unsafe`` raises for."""
    try:
        env.seal()
        refuse_unsafe()
    except EnvError as error:
        problems = getattr(error, "error_messages", {"environment": [str(error)]})
        said = "; ".join(
            f"{name}: {' '.join(dict.fromkeys(map(str, messages)))}" for name, messages in problems.items()
        )
        print(
            f"The site cannot start, because of its settings ({said}). deploy/env.example explains each one.",
            file=sys.stderr,
        )
        sys.exit(3)  # at any other code gunicorn would start its workers again and again
