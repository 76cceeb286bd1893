"""The role as deploy/postgresql/public_role.sql makes it, on a server of its own."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.databases import ROOT
from tests.dumps import PROGRAMS
from tests.own_postgres import OwnPostgres

ROLE = "made_by_hand"


@pytest.fixture(scope="module")
def server():
    folder = Path(tempfile.mkdtemp(prefix="migs-role-")).resolve()
    server = OwnPostgres(folder / "postgres")
    names = ["-v", "ON_ERROR_STOP=1", "-v", f"role={ROLE}", "-v", "database=postgres"]
    for _time in range(2):
        command = [server.programs / "psql", "--quiet", *names, "-f", "deploy/postgresql/public_role.sql", server.url]
        subprocess.run(command, cwd=ROOT, check=True)
    yield server.url
    server.stop()
    shutil.rmtree(folder)


def as_role(url: str, database: str = "postgres") -> psycopg.Connection:
    parts = urlsplit(url)
    place = f"{ROLE}@{parts.netloc.rpartition('@')[2]}"
    return psycopg.connect(urlunsplit(parts._replace(netloc=place, path=f"/{database}")), autocommit=True)


def test_it_enters_the_site_s_database_and_no_other(server):
    as_role(server).close()

    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        as_role(server, "template1")


@pytest.mark.parametrize(
    "statement",
    [
        "SET track_activities = on",
        "SET temp_file_limit = -1",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
        "CREATE TEMPORARY TABLE mine (a int)",
    ],
)
def test_what_only_a_superuser_can_give_it_cannot_take(server, statement):
    with as_role(server) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_no_other_connection_of_the_role_shows_what_it_is_asked(server):
    with as_role(server) as one, as_role(server) as other:
        one.execute("SELECT 'Camille Tremblay'")
        shown = other.execute("SELECT query FROM pg_stat_activity WHERE usename = %s", [ROLE]).fetchall()

    assert "Camille" not in str(shown)
    assert len(shown) == 2


def test_its_statements_have_an_end(server):
    with as_role(server) as connection:
        shown = [connection.execute(f"SHOW {name}").fetchone()[0] for name in ("statement_timeout", "lock_timeout")]

    assert shown == ["20s", "10s"]


def test_a_container_makes_the_same_role(server, tmp_path):
    shared = (ROOT / "deploy/container/roles.sh").read_text()
    script = shared.replace("/srv/public_role.sql", str(ROOT / "deploy/postgresql/public_role.sql"))
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    place = {names[name]: str(value) for name, value in conninfo_to_dict(server).items()}
    told = {"PUBLIC_ROLE": "visitors", "OWNER_PASSWORD": "a'b", "PUBLIC_PASSWORD": "c"}
    environment = place | told | {"PATH": f"{PROGRAMS}:/usr/bin:/bin"}

    subprocess.run(["sh", "-c", script], check=True, env=environment)

    with psycopg.connect(server) as connection:
        query = "SELECT rolname, rolconnlimit FROM pg_roles WHERE rolname IN ('migs', 'visitors') ORDER BY 1"
        assert connection.execute(query).fetchall() == [("migs", -1), ("visitors", 60)]
