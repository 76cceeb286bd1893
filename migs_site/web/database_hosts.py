"""An address of the database that names several servers, of which one takes writes at a time (docs/decisions/0030)."""

from collections.abc import MutableMapping
from typing import Any

import psycopg


def must_take_writes(parameters: dict[str, Any]) -> bool:
    return parameters.get("target_session_attrs") in ("read-write", "primary")


def place_of(connection: psycopg.Connection | psycopg.AsyncConnection) -> tuple[str, str]:
    return connection.info.host, str(connection.info.port)


def put_first(parameters: dict[str, Any], place: tuple[str, str] | None) -> dict[str, Any]:
    """The parameters of a connection with their hosts in another order: this one before all others, if it is there."""
    hosts, ports = ((parameters.get(name) or "").split(",") for name in ("host", "port"))
    ports = ports * len(hosts) if len(ports) == 1 else ports
    places = [(host, port or "5432") for host, port in zip(hosts, ports, strict=True)]
    if len(places) == 1 or place not in places:
        return parameters
    places.sort(key=lambda each: each != place)
    return parameters | dict(zip(("host", "port"), map(",".join, zip(*places, strict=True)), strict=True))


def settle_on(place: tuple[str, str], settings: MutableMapping[str, Any]) -> None:
    """Have all connections that this process makes without a pool, by these settings of Django's, ask there first."""
    asked = put_first({"host": settings["HOST"], "port": settings["PORT"]}, place)
    settings.update(HOST=asked["host"], PORT=asked["port"])
