"""Keys that are made once and then stay, and the files with what each process is told."""

import secrets

from deploy.server.machine import Failed, Machine
from deploy.server.packages import BACKUP_ACCOUNT, refuse_unmounted
from deploy.server.releases import newest, python_of
from deploy.server.site_file import FOR_BACKUPS, KEYS, of_process

REPOSITORY = "/var/lib/migs/backup-repository"  # the one that was made: a disk that is not mounted looks as if none was
ACCOUNTS = {"public": "migs-public", "staff": "migs", "worker": "migs"}


def secret_keys(machine: Machine, site: dict[str, str]) -> None:
    """The public process has one of its own, with which nobody can forge what staff and worker sign."""
    for name in ("secret-key", "public-secret-key"):
        if not machine.read(f"{KEYS}/{name}"):
            machine.write(f"{KEYS}/{name}", secrets.token_urlsafe(48) + "\n", 0o600)


def sealing_keys(machine: Machine, site: dict[str, str]) -> None:
    """Those for files of applications, unless the administrator has made them elsewhere.

    The recovery key is no help on this machine; who has not taken it away is told so each time.
    """
    if site.get("FILE_RECIPIENTS"):
        return
    if not machine.read(f"{KEYS}/recipients"):
        if not machine.changed("made the keys that seal files of applications"):
            return
        names = [f"{KEYS}/{name}" for name in ("staff-identity", "recovery-identity")]
        release = newest(machine)
        made = machine.ask(python_of(release), "-m", "migs_site.sealing", *names, env={"PYTHONPATH": release})
        if made.returncode:
            raise Failed(f"The keys could not be made: {made.stderr.strip()}")
        machine.write(f"{KEYS}/recipients", ",".join(made.stdout.split()) + "\n", 0o644)
    if machine.read(f"{KEYS}/staff-identity"):
        machine.keep(f"{KEYS}/staff-identity", 0o600, "migs:migs")


def edition_key(machine: Machine, site: dict[str, str]) -> None:
    """The one that signs the site as plain files."""
    path = site["STATIC_EDITION_KEY"]
    if not machine.at(path).exists():
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "edition", "-f", path]
        machine.run(*command, says="made the key of the site as plain files")
    if not machine.dry:
        machine.keep(path, 0o600, "migs:migs")


def recovery_key_is_here(machine: Machine) -> str:
    path = f"{KEYS}/recovery-identity"
    return f"Take {path} away: print it or put it on two sticks, then delete it here." if machine.read(path) else ""


def backups(machine: Machine, site: dict[str, str]) -> None:
    """The password of the second place, and the repository there."""
    if not site.get("BACKUP_REPOSITORY"):
        return
    path = site["BACKUP_PASSWORD_FILE"]
    if not machine.read(path):
        machine.write(path, secrets.token_urlsafe(32) + "\n", 0o640, f"root:{BACKUP_ACCOUNT}")
    if not machine.dry and machine.read(REPOSITORY) != site["BACKUP_REPOSITORY"]:
        machine.keep(path, 0o640, f"root:{BACKUP_ACCOUNT}")  # on a new machine it is brought along
        try:
            own_place(machine, site["BACKUP_REPOSITORY"])
            make_repository(machine, site)
        except (Failed, OSError) as error:  # a disk that is not there, a file system that knows no owners
            said = f"There are no backups: their second place could not be made. {error}"
            machine.notes.append(f"{said}\nRun apply again once that is put right.")  # no reason to leave the site off


def make_repository(machine: Machine, site: dict[str, str]) -> None:
    environment = {name: site[name] for name in FOR_BACKUPS} | {"PYTHONPATH": newest(machine)}
    done = machine.ask("python3", "-B", "-m", "deploy.backup", "init", env=environment)
    if done.returncode:
        raise Failed(done.stderr.strip())
    if "was made" in done.stdout:
        machine.changed("made the repository of backups")
    machine.remember(REPOSITORY, site["BACKUP_REPOSITORY"])


def own_place(machine: Machine, repository: str) -> None:
    """Give a second place that is a folder to the account of backups, with all in it: a disk may come from a machine on
    which that account had another number."""
    if not repository.startswith("/"):
        return
    refuse_unmounted(machine, repository)
    owner = f"{BACKUP_ACCOUNT}:{BACKUP_ACCOUNT}"
    if machine.folder(repository, 0o700, owner) and machine.at(f"{repository}/config").exists():
        machine.run("chown", "-R", "-h", owner, repository, says=f"gave all in {repository} to {owner}")


def environments(machine: Machine, site: dict[str, str]) -> dict[str, dict[str, str]]:
    """What each process is told, by its name."""
    own = {"FILE_RECIPIENTS": machine.read(f"{KEYS}/recipients").strip()} if not site.get("FILE_RECIPIENTS") else {}
    secret, public = (machine.read(f"{KEYS}/{name}").strip() for name in ("secret-key", "public-secret-key"))
    secret = site.get("SECRET_KEY") or secret
    own["TRUSTED_PROXIES"] = "unix"  # nginx, which has been told what stands before it
    return {name: of_process(name, site | own, public if name == "public" else secret) for name in ACCOUNTS}
