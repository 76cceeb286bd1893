"""Asks another site whether an address of it still works. Sends nothing about anybody and reads no body."""

import logging
import time
from typing import NamedTuple

import httpcore
import httpx
from django.conf import settings

from migs_site.link_checker.models import Problem
from migs_site.link_checker.network_policy import (
    PUBLIC_WEB,
    CheckedBackend,
    NetworkPolicy,
    PrivateMachine,
    Refused,
    UnknownName,
    Unproven,
)

logger = logging.getLogger(__name__)

SECONDS = {"connect": 5.0, "read": 8.0, "write": 5.0, "pool": 5.0}
SECONDS_IN_ALL = 20.0  # for one address with all that it passes us on to
MOST_REDIRECTS = 5
PERMANENT = {301, 308}
PASSED_ON = {301, 302, 303, 307, 308}

# What a site says to programs only; 405 after GET as well. Some sites use 999.
NOT_FOR_PROGRAMS = {401, 403, 405, 429, 999}
SAID = {404: Problem.NOT_FOUND, 410: Problem.GONE, 408: Problem.SILENT}


class CheckResult(NamedTuple):
    """What a look at an address showed. problem: empty where it works. moved_to: where it says it is for good."""

    problem: str = ""
    moved_to: str = ""


class PassedOnTooOften(Exception):
    pass


# In this order: some are kinds of others.
PROBLEMS = {
    PrivateMachine: Problem.PRIVATE,
    Refused: Problem.NOT_ASKED,
    UnknownName: Problem.UNKNOWN_NAME,
    Unproven: Problem.UNSAFE,
    PassedOnTooOften: Problem.CIRCLE,
    httpx.InvalidURL: Problem.NOT_ASKED,
    UnicodeError: Problem.NOT_ASKED,
    httpcore.TimeoutException: Problem.SILENT,
    httpcore.ConnectError: Problem.NO_CONNECTION,
    httpcore.NetworkError: Problem.UNREADABLE,
    httpcore.ProtocolError: Problem.UNREADABLE,
}


def check_url(address: str, *, policy: NetworkPolicy = PUBLIC_WEB) -> CheckResult:
    """Look at an address as a browser would, in at most SECONDS_IN_ALL and what the system takes to resolve names."""
    try:
        return follow(address, CheckedBackend(policy, time.monotonic() + SECONDS_IN_ALL))
    except Exception as error:  # one address that nobody thought of must not hold up all others, night after night
        for kind, problem in PROBLEMS.items():
            if isinstance(error, kind):
                return CheckResult(problem)
        logger.exception("An address could not be asked: %s", address)
        return CheckResult(Problem.NOT_ASKED)


def follow(address: str, backend: CheckedBackend) -> CheckResult:
    """Ask an address and those it passes us on to; each of them is judged like the first."""
    url, moved_to, for_good = httpx.URL(address), "", True
    for _redirect in range(MOST_REDIRECTS + 1):
        status, location = status_of(url, backend)
        if status not in PASSED_ON or not location:
            return CheckResult(problem_of(status), moved_to if problem_of(status) == "" else "")
        url = url.join(location)
        for_good = for_good and status in PERMANENT
        if for_good:
            moved_to = str(url)[:1000]
    raise PassedOnTooOften(address)


def status_of(url: httpx.URL, backend: CheckedBackend) -> tuple[int, str]:
    """The status of one address and where it passes us on to. HEAD first; GET where the site does not care for HEAD."""
    if url.scheme not in {"http", "https"} or not url.host or url.userinfo:
        raise Refused(url.scheme)
    try:
        status, location = send("HEAD", url, backend)
    except (httpcore.RemoteProtocolError, httpcore.ReadError):
        return send("GET", url, backend)
    if status < 400 or status == 429:
        return status, location
    return send("GET", url, backend)


def send(method: str, url: httpx.URL, backend: CheckedBackend) -> tuple[int, str]:
    """One request on a connection of its own, closed as soon as the headers are here."""
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    headers = {
        "Host": url.netloc.decode("ascii"),
        "User-Agent": f"MIGS link check (+{settings.BASE_URL}/)",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    with (
        httpcore.ConnectionPool(ssl_context=backend.policy.tls(), network_backend=backend) as pool,
        pool.stream(method, target, headers=headers, extensions={"timeout": SECONDS}) as response,
    ):
        said = {name.lower(): value for name, value in response.headers}
        return response.status, said.get(b"location", b"").decode(errors="replace")


def problem_of(status: int) -> str:
    if status < 400:
        return ""
    if status in NOT_FOR_PROGRAMS:
        return Problem.CLOSED_TO_PROGRAMS
    return SAID.get(status) or (Problem.REFUSED if status < 500 else Problem.SITE_ERROR)
