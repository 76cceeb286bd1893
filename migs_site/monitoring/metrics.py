"""Figures of the site for Prometheus, as text (its exposition format 0.0.4): counts and ages, nothing about anybody."""

import time
from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.utils import timezone
from wagtail import hooks

from migs_site.base.metrics import Metric, seconds
from migs_site.base.outages import OUTAGE
from migs_site.monitoring.job_queue import job_queue
from migs_site.monitoring.machine import Unreadable, certificate_ends_at, last_backup
from migs_site.serving import PUBLIC
from migs_site.web import replica


def exposition() -> str:
    """All figures; without the database, and in the public process, which may read no other, the machine's alone."""
    found = machine()
    if settings.SERVES != PUBLIC:
        found += database()
    return "".join(f"{metric}\n" for metric in found)


def database() -> list[Metric]:
    began = time.monotonic()
    try:
        connection.ensure_connection()
        found = [*jobs(), *(metric for figures in hooks.get_hooks("metrics") for metric in figures())]
    except OUTAGE:
        return [Metric("database_up", "Whether the database answers", 0)]
    took = time.monotonic() - began
    return [
        Metric("database_up", "Whether the database answers", 1),
        Metric("database_seconds", "How long it took to ask the database for these figures", round(took, 4)),
        *found,
    ]


def jobs() -> list[Metric]:
    queue = job_queue()
    counted = {"waiting": queue.waiting, "running": queue.running, "failed": queue.failed}
    found = [
        Metric("jobs", "Background jobs: due, running, and failed in the last seven days", counted),
        Metric("oldest_job_seconds", "How long the job has waited that has been due longest", round(queue.oldest, 1)),
    ]
    if queue.heartbeat is not None:
        found.append(Metric("worker_heartbeat_seconds", "Since a worker last showed itself", round(queue.heartbeat, 1)))
    return found


def machine() -> list[Metric]:
    found, unreadable = [], 0
    for figures in (backup, certificate):
        try:
            found += figures()
        except Unreadable:
            unreadable += 1
    if settings.DATABASE_REPLICA_URL:
        told = "Whether the copy of the database answered when a page was last made"
        found.append(Metric("database_copy_up", told, int(not replica.of_copy.is_away)))
    return [*found, Metric("unreadable_files", "Files that settings name and nobody can read", unreadable)]


def backup() -> Iterator[Metric]:
    last = last_backup()
    if last and last.finished_at:
        yield Metric(
            "backup_age_seconds", "Since the last good backup ended", seconds(timezone.now() - last.finished_at)
        )
    if last:
        yield Metric("backup_failed", "Whether something of the backup has failed since", int(bool(last.error)))


def certificate() -> Iterator[Metric]:
    ends = certificate_ends_at()
    if ends:
        yield Metric("certificate_seconds", "Until the certificate ends", seconds(ends - timezone.now()))
