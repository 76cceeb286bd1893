"""PostgreSQL's own programs, those of the server's version, and what the server says of itself."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.backup.failures import Busy, Failed, Refused
from deploy.backup.programs import run
from deploy.backup.settings import Settings

INCREMENTAL = 17  # the first version that has incremental base backups
FACTS = """
    SELECT current_setting('server_version_num')::int / 10000, current_setting('wal_segment_size'),
           pg_size_bytes(current_setting('wal_segment_size')), current_setting('archive_mode'),
           current_setting('archive_command'), coalesce(current_setting('summarize_wal', true), 'off'),
           (SELECT system_identifier FROM pg_control_system()), (SELECT timeline_id FROM pg_control_checkpoint()),
           pg_is_in_recovery()
"""
ARCHIVER = """
    SELECT last_failed_wal FROM pg_stat_archiver
    WHERE last_failed_time > coalesce(last_archived_time, '-infinity')
"""
# A transaction with a number of its own is the last that the piece holds: a moment before it can be restored exactly.
CLOSE_PIECE = ["SELECT pg_current_xact_id()", "SELECT pg_walfile_name(pg_switch_wal())"]


@dataclass(frozen=True)
class Server:
    version: int
    piece_bytes: int
    archives: bool
    summarizes: bool
    system: str
    timeline: int


def programs(version: int) -> Path:
    """The folder with the programs of a version. Raises Refused."""
    for folder in candidates(version):
        if folder.joinpath("pg_ctl").exists() and f" {version}." in run([folder / "pg_ctl", "--version"]):
            return folder
    raise Refused(f"The programs of PostgreSQL {version} are not on this machine: install postgresql-{version}.")


def candidates(version: int) -> Iterator[Path]:
    if on_path := shutil.which("pg_ctl"):
        yield Path(on_path).parent
    yield Path(f"/usr/lib/postgresql/{version}/bin")
    yield Path(f"/usr/pgsql-{version}/bin")


def psql(settings: Settings, *statements: str) -> list[str]:
    """The lines of the last answer, columns with tabs between. Raises Failed when the server cannot be asked."""
    commands = [word for statement in statements for word in ("-c", statement)]
    options = ["-X", "-A", "-t", "-q", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", settings.database]
    what = "PostgreSQL does not answer"
    return run(["psql", *options, *commands], environment=settings.environment, what=what).splitlines()


def ask(settings: Settings) -> Server:
    """Raises Failed when PostgreSQL does not answer, and Busy where it follows another server.

    Snapshots of a copy would be the newest of all, without the log that the other archives.
    """
    facts = psql(settings, FACTS)[0].split("\t")
    version, _shown, piece_bytes, mode, command, summary, system, timeline, is_copy = facts
    if is_copy == "t":
        raise Busy(
            "PostgreSQL on this machine follows another one: backups are made where writes are taken. Nothing was sent."
        )
    archives = mode != "off" and command not in {"", "(disabled)"}
    return Server(int(version), int(piece_bytes), archives, summary == "on", system, int(timeline))


def close_piece(settings: Settings) -> str:
    """End the piece of the log that is being written, so that it is archived now; returns its name."""
    return psql(settings, *CLOSE_PIECE)[-1]


def refuse_without_archive(server: Server) -> None:
    if not server.archives:
        raise Refused(
            "PostgreSQL does not archive its log (archive_mode, archive_command): nothing after the last base could be "
            "restored. deploy/backup/archive_wal.py says how."
        )


def refuse_failing_archive(settings: Settings) -> None:
    """Raises Failed when the last piece that PostgreSQL wanted to archive was not."""
    if failed := psql(settings, ARCHIVER):
        raise Failed(
            f"PostgreSQL cannot archive its log since piece {failed[0]}: its own log says why. Its disk fills "
            f"meanwhile, and what is written now is in no backup. The folder is {settings.wal}."
        )
