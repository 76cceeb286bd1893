"""Two database servers of a test file's own: one that takes writes, and a copy that follows it."""

import shutil
import tempfile
from pathlib import Path

import pytest
from django.db import connection, connections

from tests.databases import address_of
from tests.own_postgres import OwnPostgres, Standby


@pytest.fixture(scope="module")
def primary(homes_template):
    folder = Path(tempfile.mkdtemp(prefix="migs-two-")).resolve()
    folder.chmod(0o755)
    primary = OwnPostgres(folder / "a", address_of(homes_template))
    yield primary
    primary.stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def standby(primary):
    standby = Standby(primary.folder.parent / "b", primary)
    yield standby
    standby.stop()


@pytest.fixture
def at_the_database(primary, django_db_setup, django_db_blocker):
    """What this process asks of its database is asked there, and stays."""
    ours, before = connection.settings_dict, dict(connection.settings_dict)
    with django_db_blocker.unblock():
        connections.close_all()
        ours.update(NAME="postgres", USER="postgres", PASSWORD="", PORT="", HOST=str(primary.folder))
        yield
        connections.close_all()
        ours.update(before)
