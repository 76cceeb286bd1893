"""From an empty Debian to the running site, by the commands of docs/operating.md alone, and what must hold then.

python3 -m deploy.walk [bookworm|trixie]     as root on Debian, with debootstrap; some minutes. Standard library only.

The Debian is one in a folder (var/walk), with a systemd of its own in namespaces: services, sockets, timers, hardening
are the real ones. Not real are its kernel, which is this machine's, its name, and its certificate.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from deploy.server.machine import HANDED_ON
from deploy.walk.certbot import check_certbot
from deploy.walk.debian import Debian, NoDebian
from deploy.walk.looking import (
    Broken,
    check_a_broken_release,
    check_a_power_cut,
    check_an_update,
    check_an_update_that_is_killed,
    check_backup,
    check_hardening,
    check_pages,
    check_second_run,
    check_settings_that_stop_postgresql,
)

ROOT = Path(__file__).resolve().parent.parent.parent
TITLE = "Putting it on a server"
READING, TYPING = 200, 150  # words and characters a minute
# What a person would type into the editor.
SETTINGS = {
    "BASE_URL": "https://migs.example.org",
    "STAFF_URL": "https://staff.migs.example.org",
    "DEFAULT_FROM_EMAIL": "site@migs.example.org",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "BACKUP_REPOSITORY": "/mnt/backup/migs",
}
CHECKS = [
    check_pages,
    check_hardening,
    check_backup,
    check_second_run,
    check_an_update,
    check_a_broken_release,
    check_an_update_that_is_killed,
    check_settings_that_stop_postgresql,
    check_certbot,
    check_a_power_cut,
]


def section() -> str:
    text = (ROOT / "docs" / "operating.md").read_text()
    return text.partition(f"## {TITLE}\n")[2].partition("\n## ")[0]


def commands() -> list[str]:
    """The lines of its blocks, in their order."""
    return [line for block in re.findall(r"(?s)```\n(.*?)```", section()) for line in block.splitlines()]


def effort() -> str:
    """What a person has to read, this section and all of the file of settings, and to type."""
    example = (ROOT / "deploy" / "env.example").read_text()
    words = len(f"{section()} {example}".split())
    typed = sum(map(len, [*commands(), *(f"{value}\n" for value in SETTINGS.values())]))
    minutes = words / READING + typed / TYPING
    return f"{words} words to read and {typed} characters to type: {minutes:.0f} minutes for a person."


def main(suite: str = "bookworm") -> int:
    began = time.monotonic()
    try:
        with Debian(suite, ROOT / "var" / "walk") as debian:
            bring_source(debian)
            environment = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
            for command in commands():
                take(debian, command, environment)
            print(f"The site runs {(time.monotonic() - began) / 60:.1f} minutes after the empty Debian was started.")
            for check in CHECKS:
                print(f"{check.__doc__.splitlines()[0]} {check(debian, environment)}", flush=True)
    except (NoDebian, Broken) as error:
        print(error, file=sys.stderr)
        return 1
    print(effort())
    return 0


def bring_source(debian: Debian) -> None:
    """The checkout of this machine as the place to clone from."""
    place = debian.root / "srv" / "source.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(ROOT), str(place)], check=True)
    (debian.root / "mnt" / "backup").mkdir()
    # What looks at it afterwards is no part of the walk.
    debian.run("sh", "-c", "apt-get -qq update && apt-get -qq -y install --no-install-recommends curl procps")
    with (debian.root / "etc" / "hosts").open("a") as hosts:
        hosts.write("127.0.0.1 migs.example.org www.migs.example.org staff.migs.example.org\n")


def take(debian: Debian, command: str, environment: dict[str, str]) -> None:
    """One line as it stands there, but for what only a person knows."""
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


def shortened(text: str) -> str:
    return "".join(f"    {line[:160]}\n" for line in text.splitlines()[-25:])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
