"""What programs of this machine ask of the process: whether it lives, whether it is ready, and how much there is to do.

    /-/live      200 as long as a thread is free: nothing is touched
    /-/ready     200, or 503, and JSON that says of each part what is missing: the database, its migrations, a worker
    /-/metrics   figures for Prometheus (migs_site/monitoring/metrics.py)

From elsewhere these addresses are wrong ones, like any other that does not exist.
"""

import ipaddress
import pkgutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from threading import Lock

import psycopg
from django.apps import apps
from django.http import HttpResponse, JsonResponse
from procrastinate.contrib.django.utils import connector_params
from psycopg.errors import InsufficientPrivilege, UndefinedTable

from migs_site.monitoring.job_queue import HEARTBEAT
from migs_site.monitoring.metrics import exposition
from migs_site.web.database_connection import WatchedConnection

LONGEST = 1.8  # seconds until somebody is told, so that the answer is there within two
READY = "ready"
# Who has put another process in front says so in one of these.
PASSED_ON_FOR = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED")


class HealthMiddleware:
    """Answers before the host, the scheme or the language of a request are looked at."""

    def __init__(self, get_response):
        self.get_response = get_response
        readiness = Readiness()
        self.answers = {"/-/live": live, "/-/ready": readiness.answer, "/-/metrics": metrics}

    def __call__(self, request):
        answer = self.answers.get(request.path_info)
        if not answer or request.method not in ("GET", "HEAD") or not is_of_this_machine(request):
            return self.get_response(request)
        response = answer()
        response.headers["Cache-Control"] = "no-store"
        return response


def is_of_this_machine(request) -> bool:
    """Whether a request comes from here, and was not passed on for somebody who is elsewhere.

    A proxy adds whom it has seen, whatever its visitor wrote, so one address that is not of this machine says it.
    """
    places = [request.META["REMOTE_ADDR"]] if request.META.get("REMOTE_ADDR") else []  # a socket file has none
    for header in PASSED_ON_FOR:
        places += request.META[header].split(",") if header in request.META else []
    return all(is_loopback(place) for place in places)


def is_loopback(place: str) -> bool:
    try:
        return ipaddress.ip_address(place.strip()).is_loopback
    except ValueError:
        return False


def live() -> HttpResponse:
    return HttpResponse("alive\n", content_type="text/plain")


def metrics() -> HttpResponse:
    return HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


class Readiness:
    """Looks in a thread of its own, one at a time: nobody waits longer for it than LONGEST, whatever it waits for."""

    def __init__(self):
        self.lock = Lock()
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="readiness")
        self.look: Future | None = None

    def answer(self) -> JsonResponse:
        parts = self.parts()
        is_ready = parts["database"] == READY and all(said in (READY, NOT_ASKED) for said in parts.values())
        return JsonResponse({"ready": is_ready} | parts, status=200 if is_ready else 503)

    def parts(self) -> dict[str, str]:
        with self.lock:
            if not self.look or self.look.done():
                self.look = self.thread.submit(look)
            running = self.look
        try:
            return running.result(LONGEST)
        except TimeoutError:
            return {"database": f"no answer within {LONGEST} seconds"}


class Brief(WatchedConnection):
    """Beside the pool, whose connections may all be taken."""

    longest = LONGEST


NOT_ASKED = "not asked: the role of this process may not read it"
UNREAD = "not known"


def look() -> dict[str, str]:
    """What each part says: READY, or what is missing."""
    found = {"database": UNREAD, "migrations": UNREAD, "worker": UNREAD}
    try:
        with Brief.connect(**connector_params() | {"autocommit": True, "connect_timeout": 2}) as connection:
            connection.execute("SELECT 1")
            found["database"] = READY
            found["migrations"] = answer_of(migrations, connection)
            found["worker"] = answer_of(worker, connection)
    except psycopg.Error as error:
        part = next(part for part, said in found.items() if said == UNREAD)
        found[part] = f"no answer ({type(error).__name__})"
    return found


def answer_of(question, connection: psycopg.Connection) -> str:
    try:
        return question(connection)
    except InsufficientPrivilege:
        return NOT_ASKED
    except UndefinedTable:
        return "its table does not exist: run migrate"


def migrations(connection: psycopg.Connection) -> str:
    applied = {*connection.execute("SELECT app, name FROM django_migrations")}
    missing = len(migrations_of_code() - applied)
    return f"{missing} not applied" if missing else READY


@cache
def migrations_of_code() -> set[tuple[str, str]]:
    """Of every app, by their files: to import them all, as Django's own loader does, takes too long."""
    return {*names_of_migrations()}


def names_of_migrations() -> Iterator[tuple[str, str]]:
    for config in apps.get_app_configs():
        for module in pkgutil.iter_modules([f"{config.path}/migrations"]):
            if not module.ispkg and module.name[0] not in "_~":
                yield config.label, module.name


def worker(connection: psycopg.Connection) -> str:
    """Whether one has written its heartbeat of late, by the database's clock."""
    query = "SELECT extract(epoch FROM now() - max(last_heartbeat))::int FROM procrastinate_workers"
    [(age,)] = connection.execute(query)
    if age is None:
        return "none runs"
    return READY if age <= HEARTBEAT else f"no heartbeat for {age} seconds"
