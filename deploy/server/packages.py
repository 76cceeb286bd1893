"""Debian's packages, the accounts and the folders."""

import os
from pathlib import Path

from deploy.backup.settings import DEFAULTS
from deploy.server.machine import Failed, Machine
from deploy.server.site_file import OF_AN_ACCOUNT

NGINX = ["nginx", "libnginx-mod-http-cache-purge", "libnginx-mod-http-headers-more-filter",
         "libnginx-mod-http-brotli-static"]  # fmt: skip
PACKAGES = [
    "ca-certificates",
    "certbot",
    "git",
    "openssh-client",
    "openssl",
    "postgresql",
    "python3-venv",
    "restic",
    *NGINX,
]
BACKUP_ACCOUNT, BACKUP_HOME = "migs-backup", "/var/lib/migs/backup"
ACCOUNTS = {"migs": "/nonexistent", "migs-public": "/nonexistent", BACKUP_ACCOUNT: BACKUP_HOME}  # and their homes
# Those of both accounts may enter what all may; nobody but their own what is theirs.
FOLDERS = [
    ("/etc/migs", 0o755, "root:root"),
    ("/etc/migs/keys", 0o750, "root:migs"),
    ("/srv/migs", 0o755, "root:root"),
    ("/srv/migs/releases", 0o755, "root:root"),
    ("/srv/migs/static", 0o755, "root:root"),
    ("/srv/migs/tmp", 0o755, "root:root"),
    ("/var/lib/migs", 0o755, "root:root"),
    ("/var/lib/migs/acme", 0o755, "root:root"),
    ("/var/lib/migs/tls", 0o755, "root:root"),
    ("/var/cache/nginx", 0o755, "root:root"),
    ("/var/cache/nginx/migs", 0o700, "www-data:root"),
    ("/var/cache/nginx/migs-pictures", 0o700, "www-data:root"),
]
# PostgreSQL writes its log there itself; what nobody needs any more is deleted by the account of backups.
BACKUPS = [
    ("", 0o750, f"{BACKUP_ACCOUNT}:postgres"),
    ("/base", 0o700, f"{BACKUP_ACCOUNT}:{BACKUP_ACCOUNT}"),
    ("/wal", 0o770, f"postgres:{BACKUP_ACCOUNT}"),
]


def packages(machine: Machine, site: dict[str, str]) -> None:
    missing = [name for name in PACKAGES if not is_installed(machine, name)]
    if missing:
        machine.run("apt-get", "-qq", "update", says="asked for Debian's lists of packages")
        says = f"installed {', '.join(missing)}"
        machine.run("apt-get", "-qq", "-y", "install", "--no-install-recommends", *missing, says=says)


def is_installed(machine: Machine, name: str) -> bool:
    return "install ok installed" in machine.ask("dpkg-query", "-W", "-f", "${Status}", name).stdout


def accounts(machine: Machine, site: dict[str, str]) -> None:
    for name, home in ACCOUNTS.items():
        if machine.ask("getent", "passwd", name).returncode:
            command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", home]
            machine.run(*command, "--shell", "/usr/sbin/nologin", name, says=f"made the account {name}")


def folders(machine: Machine, site: dict[str, str]) -> None:
    for name in OF_AN_ACCOUNT:
        refuse_unmounted(machine, site.get(name) or OF_AN_ACCOUNT[name])
    for path, mode, owner in FOLDERS:
        machine.folder(path, mode, owner)
    # The public process reads pictures there, nginx too, and neither writes.
    for path in ("", "/media"):
        machine.folder(site["DATA_DIR"] + path, 0o755, "migs:migs")
    machine.folder(site["DATA_DIR"] + "/cache", 0o700, "migs:migs")
    if machine.at("/etc/migs/site.env").exists():
        machine.keep("/etc/migs/site.env", 0o600, "root:root")
    machine.folder(site["STATIC_EDITION_DIR"], 0o755, "migs:migs")
    if site.get("BACKUP_REPOSITORY"):
        machine.folder(BACKUP_HOME, 0o755, f"{BACKUP_ACCOUNT}:{BACKUP_ACCOUNT}")
        machine.folder(f"{BACKUP_HOME}/.ssh", 0o700, f"{BACKUP_ACCOUNT}:{BACKUP_ACCOUNT}")
        for path, mode, owner in BACKUPS:
            machine.folder(backup_folder(site) + path, mode, owner)


def refuse_unmounted(machine: Machine, path: str) -> None:
    """Raises Failed where the disk is not there on which a path lies: all would be written to the one below it."""
    rows = [line.split() for line in machine.read("/etc/fstab").splitlines() if not line.lstrip().startswith("#")]
    points = [row[1].replace("\\040", " ") for row in rows if len(row) > 1]
    place = os.path.realpath(path) if machine.root == Path("/") else path
    for point in points:
        if point != "/" and Path(place).is_relative_to(point) and not os.path.ismount(machine.at(point)):
            raise Failed(f"{point} is in /etc/fstab but not mounted, and {path} lies there: mount {point} first.")


def backup_folder(site: dict[str, str]) -> str:
    return site.get("BACKUP_FOLDER") or DEFAULTS["BACKUP_FOLDER"]
