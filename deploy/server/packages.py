"""Debian's packages, the accounts and the folders."""

from deploy.backup.settings import DEFAULTS
from deploy.server.machine import Machine

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
ACCOUNTS = ["migs", "migs-public"]
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
BACKUPS = [("", 0o750), ("/base", 0o750), ("/wal", 0o750)]


def packages(machine: Machine, site: dict[str, str]) -> None:
    missing = [name for name in PACKAGES if not is_installed(machine, name)]
    if missing:
        machine.run("apt-get", "-qq", "update", says="asked for Debian's lists of packages")
        says = f"installed {', '.join(missing)}"
        machine.run("apt-get", "-qq", "-y", "install", "--no-install-recommends", *missing, says=says)


def is_installed(machine: Machine, name: str) -> bool:
    return "install ok installed" in machine.ask("dpkg-query", "-W", "-f", "${Status}", name).stdout


def accounts(machine: Machine, site: dict[str, str]) -> None:
    for name in ACCOUNTS:
        if machine.ask("getent", "passwd", name).returncode:
            command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
            machine.run(*command, "--shell", "/usr/sbin/nologin", name, says=f"made the account {name}")


def folders(machine: Machine, site: dict[str, str]) -> None:
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
        for path, mode in BACKUPS:
            machine.folder(backup_folder(site) + path, mode, "postgres:postgres")


def backup_folder(site: dict[str, str]) -> str:
    return site.get("BACKUP_FOLDER") or DEFAULTS["BACKUP_FOLDER"]
