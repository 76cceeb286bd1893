"""Processes beside the test, which it may kill: forked from one that has read Django and the site, once in a run.

To read them takes two seconds of a processor, for each process that is started from nothing.
"""

import multiprocessing
from collections.abc import Callable
from multiprocessing.process import BaseProcess

import django
from django.apps import apps
from django.db import connection

if not apps.ready:  # in the process that forks
    django.setup()

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload([__name__, "migs_site.urls", "tests.internships.forms"])


def begin(work: Callable, *arguments: object) -> BaseProcess:
    """Begin to work on the database of this test. work: a function of a module, which that process can find by name."""
    process = FORKED.Process(target=work_on, args=(connection.settings_dict["NAME"], work, arguments))
    process.start()
    return process


def work_on(database: str, work: Callable, arguments: tuple) -> None:
    connection.settings_dict["NAME"] = database
    work(*arguments)


def end(process: BaseProcess) -> None:
    """Kill it; nothing where it has come to its end."""
    process.kill()
    process.join()
