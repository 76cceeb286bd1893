"""The units of systemd, and whether what they run is what it should be."""

import hashlib
import http.client
import json
import re
import socket
import time
from pathlib import Path

from deploy.backup.settings import DEFAULTS
from deploy.server.machine import Failed, Machine
from deploy.server.packages import backup_folder
from deploy.server.releases import python_of
from deploy.server.site_file import host_of
from deploy.server.templates import fill

TEMPLATES = Path(__file__).parent.parent / "systemd"
UNITS = "/etc/systemd/system"
UNIT_SUFFIXES = {".service", ".socket", ".timer", ".conf"}
RUNNING = "/var/lib/migs/running.json"  # of each service: the release and the settings with which it was started
READY = "ready"  # beside them: the release that was ready last
SOCKETS = {"migs-public.service": "/run/migs/public.sock", "migs-staff.service": "/run/migs/staff.sock"}
PAGES = {"migs-public.service": "/en/", "migs-staff.service": "/admin/login/"}
WORKER = "migs-worker.service"
SERVICES = [WORKER, *SOCKETS]
PATIENCE = 90  # seconds until the site must be ready


def unit_files(site: dict[str, str]) -> dict[str, str]:
    """The text of each unit by its path under /etc/systemd/system."""
    repository = site.get("BACKUP_REPOSITORY", "")
    place = repository if repository.startswith("/") else backup_folder(site)
    status = site.get("BACKUP_STATUS") or DEFAULTS["BACKUP_STATUS"]
    values = site | {
        "BACKUP_PLACE": f"-{place}",
        "BACKUP_FOLDER": backup_folder(site),
        "BACKUP_STATUS": status,
        "BACKUP_STATUS_FOLDER": str(Path(status).parent),
        # Files of an object store are brought here first.
        "BEFORE_BACKUP": "migs-backup-files.service" if site.get("MEDIA_STORAGE_URL") else "network-online.target",
    }
    names = [path.relative_to(TEMPLATES) for path in sorted(TEMPLATES.rglob("*")) if path.suffix in UNIT_SUFFIXES]
    files = {
        str(name): fill((TEMPLATES / name).read_text(), values | {"ACTION": "backup", "LONGEST": "6h"})
        for name in names
    }
    template, wider = (TEMPLATES / "migs-backup.service").read_text(), "migs-backup.service.d/wider.conf"
    return files | {
        "migs-backup-send.service": fill(
            template, values | {"ACTION": "send", "LONGEST": "50min"}
        ),  # the nightly one waits an hour
        wider.replace("backup", "backup-send"): files[wider],
    }


def units(machine: Machine, site: dict[str, str]) -> None:
    files = unit_files(site)
    for name, text in files.items():
        if (folder := Path(UNITS, name).parent) != Path(UNITS):
            machine.folder(folder)
        machine.write(f"{UNITS}/{name}", text)
    if machine.changes or machine.has_replaced(f"{UNITS}/") or has_changed_on_disk(machine):
        machine.run("systemctl", "daemon-reload", says="had systemd read them")
    timers = [name for name in files if name.endswith(".timer")]
    unwanted = [name for name in timers if not site.get(wanted_with(name))]
    wanted = [*SERVICES, *(name for name in files if name.endswith(".socket"))]
    wanted += [name for name in timers if name not in unwanted]
    off = [name for name in wanted if not is_enabled(machine, name)]
    if off:
        machine.run("systemctl", "-q", "enable", *off, says=f"let {', '.join(off)} start with the machine")
    idle = [name for name in wanted if not name.endswith(".service") and not is_active(machine, name)]
    if idle:
        machine.run("systemctl", "start", *idle, says=f"started {', '.join(idle)}")
    if over := [name for name in unwanted if is_enabled(machine, name)]:
        machine.run("systemctl", "-q", "disable", "--now", *over, says=f"ended {', '.join(over)}")


def has_changed_on_disk(machine: Machine) -> bool:
    """Whether systemd has not read a unit, or an administrator's addition to one, as it is now."""
    said = machine.ask("systemctl", "show", "-p", "NeedDaemonReload", "--value", *SERVICES)
    return "yes" in said.stdout.split()


def wanted_with(timer: str) -> str:
    """The setting that a timer is of no use without."""
    return "STATIC_EDITION_DIR" if timer == "migs-compare.timer" else "BACKUP_REPOSITORY"


def is_enabled(machine: Machine, unit: str) -> bool:
    return machine.ask("systemctl", "is-enabled", unit).stdout.strip() == "enabled"


def is_active(machine: Machine, unit: str) -> bool:
    return machine.ask("systemctl", "is-active", unit).stdout.strip() == "active"


def fingerprint(machine: Machine, release: str, unit: str) -> str:
    """Of all that a HUP does not take up: the unit, its environment, gunicorn and Python."""
    process = unit.removeprefix("migs-").removesuffix(".service")
    program = "import sys, importlib.metadata as m; print(sys.version, m.version('gunicorn'))"
    files = [f"{UNITS}/{unit}", *additions(machine, unit), f"/etc/migs/{process}.env"]
    parts = [*map(machine.read, files), machine.ask(python_of(release), "-c", program).stdout]
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()


def additions(machine: Machine, unit: str) -> list[str]:
    """The files that systemd reads beside a unit, ours and the administrator's."""
    folders = (f"{UNITS}/migs-.service.d", f"{UNITS}/{unit}.d")
    return [f"{folder}/{path.name}" for folder in folders for path in sorted(machine.at(folder).glob("*.conf"))]


def wanted_states(machine: Machine, release: str) -> dict[str, dict[str, str]]:
    return {unit: {"release": release, "settings": fingerprint(machine, release, unit)} for unit in SERVICES}


def bring_up(machine: Machine, release: str, is_first: bool) -> None:
    """Let every service run this release with the settings of today. Raises Failed unless the site is ready then.

    is_first: there is no page to ask for yet.
    """
    wanted, known = wanted_states(machine, release), known_states(machine)
    stale = [unit for unit in SERVICES if wanted[unit] != known.get(unit) or not is_active(machine, unit)]
    if stale:  # whatever ends this run: what these run is not known until the site was ready
        note(machine, {name: state for name, state in known.items() if name not in stale})
    for unit in stale:
        same = wanted[unit]["settings"] == known.get(unit, {}).get("settings") and is_active(machine, unit)
        action, says = ("reload", "let {} take it up") if same and unit != WORKER else ("restart", "started {}")
        machine.run("systemctl", "reset-failed", unit, says="")
        machine.run("systemctl", action, unit, says=says.format(unit))
    if stale and not machine.dry:
        wait_until_ready(machine, [] if is_first else list(PAGES))
        note(machine, wanted | {READY: release})


def known_states(machine: Machine) -> dict:
    """Of each service that was ready, by its name; and under READY the release that was so last."""
    return json.loads(machine.read(RUNNING) or "{}")


def note(machine: Machine, states: dict) -> None:
    machine.remember(RUNNING, json.dumps(states, indent=1))


def wait_until_ready(machine: Machine, pages: list[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while missing := what_is_missing(machine, pages):
        if time.monotonic() > deadline:
            log = machine.ask("journalctl", "-q", "-n", "12", "-o", "cat", *(f"-u{unit}" for unit in SERVICES)).stdout
            raise Failed(
                f"The site is not ready after {PATIENCE} seconds: {'; '.join(missing)}\nThe log ends with:\n{log}"
            )
        time.sleep(0.5)


def what_is_missing(machine: Machine, pages: list[str]) -> list[str]:
    """What each process says that it lacks; and, if nothing, whether those named can answer what they are there for."""
    found = [ask(machine, unit, "/-/ready", most=200) for unit in SOCKETS]
    if not any(found):
        found = [ask(machine, unit, PAGES[unit], most=499) for unit in pages]
    return list(filter(None, found))


def ask(machine: Machine, unit: str, address: str, most: int) -> str:
    """Nothing, or what is wrong with an answer; most: the highest status that is right."""
    path = machine.at(SOCKETS[unit])
    connection = http.client.HTTPConnection("localhost", timeout=10)
    try:
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.settimeout(10)
        connection.sock.connect(str(path))
        connection.request("GET", address, headers=as_nginx(machine, unit))
        answer = connection.getresponse()
        text = " ".join(answer.read(600).decode(errors="replace").split())[:200]
        return "" if answer.status <= most else f"{path.name} answers {address} with {answer.status}: {text}"
    except (OSError, http.client.HTTPException) as error:
        return f"{path.name}: {error or type(error).__name__}"
    finally:
        connection.close()


def as_nginx(machine: Machine, unit: str) -> dict[str, str]:
    """The headers with which a request from this machine comes through nginx."""
    process = unit.removeprefix("migs-").removesuffix(".service")
    settings = machine.read(f"/etc/migs/{process}.env")
    addresses = dict(re.findall(r"(?m)^(BASE_URL|STAFF_URL)=(\S+)", settings))
    address = addresses.get("STAFF_URL" if process == "staff" else "BASE_URL") or addresses.get("BASE_URL", "")
    return {"Host": host_of(address), "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
