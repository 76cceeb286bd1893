"""How long a page waits for the database.

A server that is frozen (SIGSTOP, a disk that hangs, a network that drops everything) neither answers nor refuses:
statement_timeout is counted by the server itself, TCP sees a machine that is alive, and psycopg waits for good. So a
connection of the web process asks, once its server has been silent for a while, whether the server still says anything
to somebody new. A statement that is only slow, or waits for another editor's, goes on.

An address may name several servers, of which one takes writes at a time (database_hosts.py). The one that answered
last is asked first, so that a machine that swallows everything costs its time once; and a session that takes no writes
any more is closed, for its server has changed places with another.
"""

import math
import socket
import time
from collections.abc import Generator
from contextlib import suppress
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import ReadOnlySqlTransaction
from psycopg.pq import TransactionStatus

from migs_site.web.database_hosts import must_take_writes, place_of, put_first

FOR_A_CONNECTION = 4  # seconds; each thread may have one, so that only a server that is away makes a page wait
SILENCE = 1
OF_A_CHECK = 0.2
FOR_A_NEWCOMER = 1.5
FOR_A_STATEMENT = 30  # the server lives, the statement does not end: no thread is lost to it
FOR_CANCELLING = 1
SPEAKS_TLS = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"  # PostgreSQL's SSLRequest, to which each server has to say yes or no


class WatchedConnection(psycopg.Connection):
    """A connection that fails with OperationalError, and is closed, when its server is frozen."""

    longest = FOR_A_STATEMENT
    found_frozen_at = -math.inf  # by any thread of this process, by a clock that nobody sets
    is_check = False

    def execute(self, query, *arguments, **options):
        """The pool asks nothing (“”) of each connection before it gives one away: that takes no time."""
        self.is_check = query == ""
        try:
            return super().execute(query, *arguments, **options)
        finally:
            self.is_check = False

    @classmethod
    def connect(cls, conninfo: str = "", **kwargs):
        connection = super().connect(conninfo, **put_first(kwargs, cls.answered_last))
        WatchedConnection.answered_last = place_of(connection)
        return connection

    answered_last: tuple[str, str] | None = None  # host and port

    def wait(self, gen, interval=0.1, timeout=None):
        try:
            result = super().wait(self.watched(gen), interval, timeout or self.longest)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.give_up()
            raise
        except ReadOnlySqlTransaction:
            self.pgconn.finish()
            raise
        if self.takes_no_writes() and must_take_writes(self.info.get_parameters()):
            self.pgconn.finish()
            raise psycopg.OperationalError("The database server takes no writes any more.")
        return result

    def takes_no_writes(self) -> bool:
        """As the server says by itself, since PostgreSQL 14, with its answer to the first statement after a change."""
        return b"on" in map(self.pgconn.parameter_status, (b"in_hot_standby", b"default_transaction_read_only"))

    def watched(self, gen: Generator) -> Generator:
        """The same steps of psycopg's, with an eye on the clock at each of those that an interval ends and no data."""
        heard, ready = time.monotonic(), None
        while True:
            try:
                state = gen.send(ready)
            except StopIteration as end:
                return end.value
            ready = yield state
            if ready:
                heard = time.monotonic()
            elif time.monotonic() - heard > (OF_A_CHECK if self.is_check else SILENCE):
                if self.was_just_found_frozen or not self.server_answers():
                    self.pgconn.finish()
                    raise psycopg.OperationalError("The database server is frozen or cannot be reached.")
                heard = time.monotonic()

    @property
    def was_just_found_frozen(self) -> bool:
        """So that a page does not wait for one connection after the other to be found dead."""
        return self.is_check and time.monotonic() - self.found_frozen_at < FOR_A_CONNECTION

    def server_answers(self) -> bool:
        """Whether the server says anything to a newcomer."""
        place = (self.pgconn.hostaddr or self.pgconn.host).decode()
        is_file = place.startswith("/")
        family = socket.AF_UNIX if is_file else socket.AF_INET6 if ":" in place else socket.AF_INET
        port = int(self.pgconn.port)
        try:
            with socket.socket(family) as newcomer:
                newcomer.settimeout(FOR_A_NEWCOMER)
                newcomer.connect(f"{place}/.s.PGSQL.{port}" if is_file else (place, port))
                newcomer.sendall(SPEAKS_TLS)
                return newcomer.recv(1) != b""
        except TimeoutError:  # one that is gone, or starts, refuses
            WatchedConnection.found_frozen_at = time.monotonic()
            return False
        except OSError:
            return False

    def give_up(self) -> None:
        """Close in the middle of a statement; the server is asked to leave it."""
        with suppress(psycopg.Error):
            self.cancel_safe(timeout=FOR_CANCELLING)
        self.pgconn.finish()


def settings_of(address: str, pool_size: int, patience: float = FOR_A_CONNECTION) -> dict[str, Any]:
    """Django's settings of the database at an address, as PostgreSQL's own library reads it: with one host or several.

    pool_size: 0 for none, above all in commands and the worker, whose statements may take long (manage.py).
    patience: seconds for which a request waits until a connection is there.
    """
    given = conninfo_to_dict(address)
    words = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    found: dict[str, Any] = {name: given.pop(word, "") for name, word in words.items()}
    options = given | OPTIONS
    if pool_size:
        options["pool"] = POOL | {"max_size": pool_size, "timeout": patience}
    elif "," not in found["HOST"]:  # of several one may be away
        options["connect_timeout"] = 5
    return found | {"ENGINE": "django.db.backends.postgresql", "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


OPTIONS = {
    "connect_timeout": 2,
    # The same for one connection that a network has forgotten; TCP alone, since a socket file cannot be lost.
    "tcp_user_timeout": 2_000,  # milliseconds
    "keepalives_idle": 2,
    "keepalives_interval": 1,
}
POOL = {
    "min_size": 1,
    "connection_class": WatchedConnection,
    "max_idle": 10,  # seconds, after which one of those that nobody needs is closed
    # Longer, and the pool tries ever more rarely, up to some minutes after the database is back.
    "reconnect_timeout": 1,
}
