"""What backups are told: the lines of the administrator's file of settings that concern them."""

import os
import pwd
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from deploy.backup.failures import Refused
from deploy.environment_files import values_in

SITE_ENV, WORKER_ENV = Path("/etc/migs/site.env"), Path("/etc/migs/worker.env")
FEWEST_DAYS = 15  # a week for the chain of a base, and a week to notice that something is gone
REQUIRED = ["BACKUP_REPOSITORY", "BACKUP_PASSWORD_FILE", "DATA_DIR"]
DEFAULTS = {
    "BACKUP_FOLDER": "/var/backups/migs",
    "BACKUP_STATUS": "/var/lib/migs/backup/status.json",
    "BACKUP_DAYS": "35",
}


@dataclass(frozen=True)
class Settings:
    """environment: of the programs that are run, restic's own variables (AWS_ACCESS_KEY_ID …) among them.

    of_restic: the names of those, which the account of the site does not learn.
    """

    repository: str
    password_file: Path
    folder: Path  # base backups and the write-ahead log, owned by the account of backups
    days: int
    status: Path
    data: Path  # DATA_DIR
    database: str  # how the account of backups reaches PostgreSQL
    environment: dict[str, str]
    of_restic: tuple[str, ...] = ()

    @property
    def bases(self) -> Path:
        return self.folder / "base"

    @property
    def wal(self) -> Path:
        return self.folder / "wal"

    @property
    def account(self) -> str:
        """Whose the folder and the repository are; nobody’s on another machine, where there is only a restore."""
        return owner_of(self.folder) if self.folder.is_dir() else ""


def owner_of(path: Path) -> str:
    return pwd.getpwuid(path.stat().st_uid).pw_name


def read_settings(path: Path | None = None) -> Settings:
    """What the environment says, and over it the lines of the files, NAME=VALUE. Raises Refused.

    path: in place of what the administrator wrote and what was made of it for the worker, which knows the whole site.
    """
    files = [path] if path else [file for file in (WORKER_ENV, SITE_ENV) if file.exists()]
    values = DEFAULTS | os.environ
    for file in files:
        values |= {name: value for name, value in read_file(file).items() if value}
    if missing := [name for name in REQUIRED if not values.get(name)]:
        raise Refused(f"{' and '.join(missing)} must be set, in {path or SITE_ENV} or in the environment.")
    of_restic = read_file(Path(values["BACKUP_ENVIRONMENT"])) if values.get("BACKUP_ENVIRONMENT") else {}
    values |= of_restic
    return Settings(
        repository=values["BACKUP_REPOSITORY"],
        password_file=Path(values["BACKUP_PASSWORD_FILE"]),
        folder=Path(values["BACKUP_FOLDER"]).resolve(),  # restic saves a link as a link, without what it leads to
        days=days(values["BACKUP_DAYS"]),
        status=Path(values["BACKUP_STATUS"]),
        data=Path(values["DATA_DIR"]).resolve(),
        database=values.get("BACKUP_DATABASE") or local_socket(values.get("DATABASE_URL", "")),
        environment=values,
        of_restic=tuple(of_restic),
    )


def read_file(path: Path) -> dict[str, str]:
    try:
        return values_in(path.read_text())
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"The settings in {path} cannot be read: {error}.") from error


def days(text: str) -> int:
    if not text.isdecimal() or int(text) < FEWEST_DAYS:
        raise Refused(f"BACKUP_DAYS is “{text}”, but it must be a number of days, {FEWEST_DAYS} at least.")
    return int(text)


def local_socket(database_url: str) -> str:
    """The server on this machine as Debian installs it, where the account of backups needs no password.

    Which of several hosts this machine is nobody says, so they must have one port, or BACKUP_DATABASE must be set.
    """
    hosts = urlsplit(database_url).netloc.rpartition("@")[2].split(",")
    ports = {found[1] if (found := re.search(r":(\d+)$", host)) else "5432" for host in hosts}
    if len(ports) > 1:
        raise Refused(
            "DATABASE_URL names servers on several ports: say in BACKUP_DATABASE which one is on this machine."
        )
    [port] = ports
    return f"host=/var/run/postgresql port={port} user=migs_backup dbname=postgres"
