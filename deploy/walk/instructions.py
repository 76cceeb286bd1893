"""The commands of docs/operating.md, taken on a Debian as they stand there."""

import re
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from deploy.walk.debian import Debian
from deploy.walk.looking import Broken

ROOT = Path(__file__).resolve().parent.parent.parent
SET_UP = "Putting it on a server"
# What a person would type into the editor.
SETTINGS = {
    "BASE_URL": "https://migs.example.org",
    "STAFF_URL": "https://staff.migs.example.org",
    "DEFAULT_FROM_EMAIL": "site@migs.example.org",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "BACKUP_REPOSITORY": "/mnt/backup/migs",
}


def section(title: str) -> str:
    text = (ROOT / "docs" / "operating.md").read_text()
    return text.partition(f"## {title}\n")[2].partition("\n## ")[0]


def commands(title: str) -> list[str]:
    """The lines of a section's fenced blocks, in their order."""
    return [line for block in re.findall(r"(?s)```\n(.*?)```", section(title)) for line in block.splitlines()]


def blocks(title: str) -> list[list[str]]:
    """A section's indented blocks, in their order: the lines of each, with those that go on in the next joined."""
    found = re.findall(r"(?m)(?:^ {4}.*\n)+", section(title))
    return [re.sub(r" *\\\n *", " ", block).replace("\n    ", "\n").strip().splitlines() for block in found]


def bring_source(debian: Debian) -> None:
    """The checkout of this machine as the place to clone from."""
    place = debian.root / "srv" / "source.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(ROOT), str(place)], check=True)
    (debian.root / "mnt" / "backup").mkdir()
    # What looks at it afterwards is no part of the walk; and whoever is root by “sudo -i” has sudo.
    debian.run("sh", "-c", "apt-get -qq update && apt-get -qq -y install --no-install-recommends curl procps sudo")
    with (debian.root / "etc" / "hosts").open("a") as hosts:
        hosts.write("127.0.0.1 migs.example.org www.migs.example.org staff.migs.example.org\n")


def set_up(debian: Debian, environment: Mapping[str, str], *, filled: bool = True) -> None:
    """Take the steps from the empty Debian to the running site; without its pages where it is not to be filled."""
    bring_source(debian)
    for command in commands(SET_UP):
        if filled or "server manage" not in command:
            take(debian, command, environment)


def take(debian: Debian, command: str, environment: Mapping[str, str] | None = None) -> str:
    """One line as it stands there, but for what only a person knows; what it said. Raises Broken where it fails."""
    line = command.replace("https://SOURCE", "/srv/source.git")
    if line.startswith("editor "):
        filled_in = " ".join(f"-e 's#^{name}=.*#{name}={value}#'" for name, value in SETTINGS.items())
        line = f"sed -i {filled_in} {line.removeprefix('editor ')}"
    folder = "/opt/migs-site" if debian.run("test", "-d", "/opt/migs-site").returncode == 0 else "/"
    began = time.monotonic()
    done = debian.run("sh", "-c", line, env=environment, cwd=folder)
    print(f"$ {command}   [{time.monotonic() - began:.0f} s]\n{shortened(done.stdout)}", end="", flush=True)
    if done.returncode:
        raise Broken(f"“{command}” failed ({done.returncode}):\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout


def shortened(text: str) -> str:
    return "".join(f"    {line[:160]}\n" for line in text.splitlines()[-25:])
