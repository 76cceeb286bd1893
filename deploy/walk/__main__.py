"""From an empty Debian to the running site, by the commands of docs/operating.md alone, and what must hold then.

python3 -m deploy.walk [bookworm|trixie]     as root on Debian, with debootstrap; some minutes. Standard library only.

The Debian is one in a folder (var/walk), with a systemd of its own in namespaces: services, sockets, timers, hardening
are the real ones. Not real are its kernel, which is this machine's, its name, and its certificate.
"""

import os
import sys
import time

from deploy.server.machine import HANDED_ON
from deploy.walk.certbot import check_certbot
from deploy.walk.debian import Debian, NoDebian
from deploy.walk.instructions import ROOT, SET_UP, SETTINGS, commands, section, set_up
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

READING, TYPING = 200, 150  # words and characters a minute
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


def effort() -> str:
    """What a person has to read, this section and all of the file of settings, and to type."""
    example = (ROOT / "deploy" / "env.example").read_text()
    words = len(f"{section(SET_UP)} {example}".split())
    typed = sum(map(len, [*commands(SET_UP), *(f"{value}\n" for value in SETTINGS.values())]))
    minutes = words / READING + typed / TYPING
    return f"{words} words to read and {typed} characters to type: {minutes:.0f} minutes for a person."


def main(suite: str = "bookworm") -> int:
    began = time.monotonic()
    try:
        with Debian(suite, ROOT / "var" / "walk") as debian:
            environment = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
            set_up(debian, environment)
            print(f"The site runs {(time.monotonic() - began) / 60:.1f} minutes after the empty Debian was started.")
            for check in CHECKS:
                print(f"{check.__doc__.splitlines()[0]} {check(debian, environment)}", flush=True)
    except (NoDebian, Broken) as error:
        print(error, file=sys.stderr)
        return 1
    print(effort())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
