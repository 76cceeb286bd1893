"""Backs the site up and brings it back. Typed by root on the machine of PostgreSQL, it becomes the account of backups.

python3 -m deploy.backup init                  makes the repository in the second place, once
python3 -m deploy.backup backup                each night (timer): a base, a snapshot, old ones thrown away, a check
python3 -m deploy.backup send                  every three minutes (timer): the log and the files since
python3 -m deploy.backup check                 reads the whole repository
python3 -m deploy.backup list                  the moments that can be restored
python3 -m deploy.backup restore --database FOLDER --files FOLDER [--to "2026-11-27 03:00"]

Settings are read from /etc/migs/site.env, or the file of --env; see BACKUP_ in deploy/env.example. It ends with 0
when all went well, with 75 when another run or server is at it, and with 1 and one sentence otherwise.
"""

import argparse
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from deploy.backup import runs
from deploy.backup.failures import Busy, Failed, Refused
from deploy.backup.moments import read_moment, shown
from deploy.backup.programs import as_account, home
from deploy.backup.repository import Repository
from deploy.backup.restoring import Order, restore
from deploy.backup.settings import Settings, read_settings

INTERRUPTED = "It was interrupted, or took too long, and was not finished."
BUSY = 75  # EX_TEMPFAIL of sysexits.h


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python3 -m deploy.backup", description="Backs the site up and brings it back."
    )
    parser.add_argument("--env", type=Path, metavar="FILE", help="the file of settings")
    actions = parser.add_subparsers(dest="action", required=True)
    for name in ("init", "send", "check", "list"):
        actions.add_parser(name)
    actions.add_parser("backup").add_argument("--whole", action="store_true", help="a whole base tonight")
    back = actions.add_parser("restore")
    back.add_argument(
        "--database", type=Path, required=True, metavar="FOLDER", help="an empty data folder of PostgreSQL"
    )
    back.add_argument("--files", type=Path, required=True, metavar="FOLDER", help="an empty DATA_DIR")
    back.add_argument("--to", metavar="MOMENT", help="in Montreal’s time unless it has an offset; without it, the end")
    back.add_argument("--wal", type=Path, action="append", default=[], metavar="FOLDER", help="more of the log")
    back.add_argument(
        "--erasures", type=Path, action="append", default=[], metavar="FILE", help="more lists of erasures"
    )
    back.add_argument("--only-data", action="store_true", help="without migrate and reapply_erasures")
    return parser.parse_args(words)


def act(words: argparse.Namespace, settings: Settings) -> None:
    match words.action:
        case "init":
            print("The repository was made." if Repository(settings).init() else "There is a repository already.")
        case "backup":
            runs.backup(settings, whole=words.whole)
        case "send":
            runs.send(settings)
        case "check":
            Repository(settings).check("100%")
            print("The repository is sound: every byte was read.")
        case "list":
            show(settings)
        case "restore":
            moment = read_moment(words.to, datetime.now(UTC)) if words.to is not None else None
            folders = [path.absolute() for path in words.wal]
            order = Order(
                words.database.resolve(), words.files.resolve(), moment, folders, words.erasures, words.only_data
            )
            restore(settings, order)


def show(settings: Settings) -> None:
    snapshots = Repository(settings).snapshots()
    if not snapshots:
        print("There is no backup in the repository.")
        return
    print(f"Any moment from {shown(snapshots[0].since)}\n           until {shown(snapshots[-1].time)}.")
    for each in snapshots:
        if each.is_night or each is snapshots[-1]:
            print(f"{each.id}  {shown(each.time)}")


def main() -> None:
    words = parse(sys.argv[1:])
    for each in (signal.SIGTERM, signal.SIGHUP):  # systemd, a lost connection: clean up as after Ctrl-C, and say so
        signal.signal(each, interrupt)
    try:
        settings = read_settings(words.env)
        if os.geteuid() == 0 and words.action != "restore":  # which gives to two accounts what is theirs
            become_who_backs_up(settings)
        act(words, settings)
    except Busy as error:
        print(error, file=sys.stderr)
        sys.exit(BUSY)
    except (Failed, Refused, OSError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def interrupt(number: int, _frame: object) -> None:
    signal.signal(number, signal.SIG_IGN)  # whoever is impatient would leave half of it
    raise KeyboardInterrupt(INTERRUPTED)


def become_who_backs_up(settings: Settings) -> None:
    """Begin anew as the account that owns the folder of backups, so that root makes no file there; see the units."""
    runs.refuse_without_folders(settings)
    if settings.account == "root":
        raise Refused(f"{settings.folder} must belong to an account of its own, not to root (chown -R).")
    command = [*as_account(settings.account), sys.executable, *sys.orig_argv[1:]]
    os.execvpe(command[0], command, os.environ | home(settings.account))  # noqa: S606 (our own words)


if __name__ == "__main__":
    main()
