"""Sets the site up on one Debian server, and updates it. Run as root in a checkout of the commit that is to be served.

python3 -m deploy.server apply [FILE]            set up or update; a second run changes nothing
python3 -m deploy.server check [FILE]            what apply would change
python3 -m deploy.server status                  what runs, and whether it is ready
python3 -m deploy.server manage COMMAND …        manage.py of the release that is served

FILE is the administrator's file of settings, /etc/migs/site.env; deploy/env.example explains each line.
"""

import argparse
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.environment_files import values_in
from deploy.server import database, front, keys, packages, releases, services, site_file, updating
from deploy.server.machine import Failed, Machine, as_user

ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SITE_ENV = Path("/etc/migs/site.env")
STEPS: list[tuple[str, Callable[[Machine, dict[str, str]], None]]] = [
    ("Packages", packages.packages),
    ("Accounts", packages.accounts),
    ("Folders", packages.folders),
    ("Database", database.database),
    ("Release", releases.build),
    ("Secret keys", keys.secret_keys),
    ("Keys of files", keys.sealing_keys),
    ("Key of the edition", keys.edition_key),
    ("Backups", keys.backups),
    ("Units", services.units),
    ("Update", updating.update),
    ("nginx", front.nginx),
    ("Certificate", front.certificate),
    ("Logs", front.logs),
    ("Old releases", releases.clean_up),
]


def main(words: list[str]) -> int:
    arguments = parse(words)
    if os.geteuid() != 0:
        sys.exit("This sets up the machine: run it as root (sudo).")
    os.umask(0o022)  # of whoever is root here: accounts of the site read what is made
    try:
        match arguments.action:
            case "status":
                return status(Machine())
            case "manage":
                return manage(Machine(), arguments.command)
        site = site_file.read(arguments.file)
        with only_one(), signals(interrupt):
            return apply(Machine(dry=arguments.action == "check"), site)
    except (Failed, site_file.WrongFile) as error:
        print(error, file=sys.stderr)
        return 1


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m deploy.server", description="The site on one Debian server.")
    actions = parser.add_subparsers(dest="action", required=True)
    for name in ("apply", "check"):
        actions.add_parser(name).add_argument("file", nargs="?", type=Path, default=SITE_ENV)
    actions.add_parser("status")
    actions.add_parser("manage").add_argument("command", nargs=argparse.REMAINDER)
    return parser.parse_args(words)


def only_one():
    """A lock that ends with the process."""
    lock = Path("/run/migs-server.lock").open("w")  # noqa: SIM115 (the caller closes it)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Failed("Another run is at it: wait for its end.") from None
    return lock


def interrupt(*_) -> None:
    raise KeyboardInterrupt


@contextmanager
def signals(handler: Callable | signal.Handlers) -> Iterator[None]:
    """Let what ends a run, a lost connection too, do something else meanwhile; what is ignored already stays so."""
    ends = [each for each in ENDS if signal.getsignal(each) != signal.SIG_IGN]
    before = {each: signal.signal(each, handler) for each in ends}
    try:
        yield
    finally:
        for each, usual in before.items():
            signal.signal(each, usual)


def apply(machine: Machine, site: dict[str, str]) -> int:
    """Take one step after the other, and print a line for each; go back where one fails."""
    is_served = False
    machine.recall()
    for name, step in STEPS:
        try:
            step(machine, site)
        except (Failed, OSError, KeyboardInterrupt) as error:
            left = "This commit is served; the steps that are left come with the next run."
            said = str(error) or "It was interrupted."
            with signals(signal.SIG_IGN):  # whoever is impatient now would leave half of each
                raise Failed(f"{name}: {said}\n{left if is_served else updating.go_back(machine)}") from error
        if step is updating.update and not machine.dry:
            machine.settle()
            is_served = True
        print(f"{name}: {'; '.join(machine.take_changes()) or 'nothing to do'}", flush=True)
    found = [releases.not_committed(machine), front.warning(machine, site), keys.recovery_key_is_here(machine)]
    for note in filter(None, [*machine.notes, *found]):
        print(f"Note: {note}")
    return 0


def status(machine: Machine) -> int:
    print(f"Release: {machine.target(releases.CURRENT) or 'none'}")
    units = [*services.SERVICES, "nginx.service", "migs-backup.timer"]
    for unit in units:
        print(f"{unit}: {machine.ask('systemctl', 'is-active', unit).stdout.strip()}")
    missing = services.what_is_missing(machine, list(services.PAGES))
    print("\n".join(missing) or "Ready.")
    return 1 if missing else 0


def manage(machine: Machine, command: list[str]) -> int:
    """With the terminal of whoever asks, because some commands ask back."""
    release = machine.target(releases.CURRENT)
    if not release:
        raise Failed("Nothing is set up yet: apply first.")
    settings = values_in(machine.read("/etc/migs/staff.env"))
    words = [*as_user("migs"), releases.python_of(release), f"{release}/manage.py", *command]
    environment = settings | {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "migs_site.settings"}
    return subprocess.run(words, env=environment, cwd="/", check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
