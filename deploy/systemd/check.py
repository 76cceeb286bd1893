"""Looks at the units as a server has them: whether systemd understands them, and how much a stolen process could do.

python3 -m deploy.systemd.check     fails at a word that systemd does not know, and at an exposure above two of ten
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.server.services import unit_files
from deploy.server.site_file import ON_A_SERVER

MOST_EXPOSED = 2.0
SITE = ON_A_SERVER | {"BACKUP_REPOSITORY": "/mnt/backup"}
OF_OTHER_MACHINES = [Path(__file__).parent.parent / "backup" / "migs-receive-wal.service"]
# What the units name, and systemd looks for.
PROGRAMS = [
    "/srv/migs/current/.venv/bin/python",
    "/usr/bin/python3",
    "/bin/kill",
    "/usr/bin/kill",
    "/usr/bin/pg_receivewal",
    "/usr/bin/find",
]
MISSING = "systemd-analyze was not found: install the package systemd."
# Units of Debian's own, which are not in the folder that is looked at.
ELSEWHERE = re.compile(
    r"(sysinit|basic|shutdown|sockets|timers|multi-user|network\S*|system\.slice|-\.\w+|postgresql)\S* "
)


def folder_of_units(root: Path) -> list[str]:
    """Write the units below a folder that stands for a server; return the names of the services."""
    files = unit_files(SITE) | {path.name: path.read_text() for path in OF_OTHER_MACHINES}
    for name, text in files.items():
        path = root / "etc/systemd/system" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for program in PROGRAMS:
        path = root / program.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
    return sorted(name for name in files if name.endswith((".service", ".socket", ".timer")))


def analyze(root: Path, *words: str) -> subprocess.CompletedProcess:
    command = ["systemd-analyze", f"--root={root}", "--no-pager", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def problems(root: Path, units: list[str]) -> list[str]:
    """What systemd says against the units, but for those that it cannot know of."""
    said = analyze(root, "verify", "--recursive-errors=no", *(f"{root}/etc/systemd/system/{name}" for name in units))
    lines = said.stderr.splitlines()
    return [line for line in lines if not ELSEWHERE.search(line)]


def exposure(root: Path, unit: str) -> float:
    said = analyze(root, "security", "--offline=true", unit)
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", said.stdout)
    return float(found[1]) if found else 10.0


def main() -> int:
    if not shutil.which("systemd-analyze"):
        print(MISSING, file=sys.stderr)
        return 1 if os.environ.get("CI") else 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        units = folder_of_units(root)
        wrong = problems(root, units)
        for unit in (name for name in units if name.endswith(".service")):
            exposed = exposure(root, unit)
            print(f"{unit}: exposure {exposed}")
            wrong += [f"{unit} is exposed more than {MOST_EXPOSED}."] if exposed > MOST_EXPOSED else []
    print("\n".join(wrong), file=sys.stderr, end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
