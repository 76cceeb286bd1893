"""What the Makefile calls.

python -m migs_site.local run [--port 8000]     as a server would: debug off, gunicorn, static files hashed
python -m migs_site.local dev [--port 8000]     with debug and reload
python -m migs_site.local manage COMMAND …      manage.py on the local database
"""

import argparse
import os
import subprocess
import sys

from migs_site.local.database import ROOT, LocalDatabase
from migs_site.local.environment import DATABASE, local_environment
from migs_site.local.run import MANAGE, Run

DEFAULT_PORT = 8000


def main() -> None:
    arguments = parse()
    if arguments.action == "manage":
        sys.exit(manage(arguments.command))
    try:
        with Run(arguments.port, debug=arguments.action == "dev") as run:
            run.prepare()
            run.serve()
    except KeyboardInterrupt:
        print("Stopped." if os.environ.get("DATABASE_URL") else "Stopped, the database too.")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m migs_site.local", description="The site on this machine.")
    actions = parser.add_subparsers(dest="action", required=True)
    for name in ("run", "dev"):
        actions.add_parser(name).add_argument("--port", type=port, default=DEFAULT_PORT)
    actions.add_parser("manage").add_argument("command", nargs=argparse.REMAINDER)
    return parser.parse_args()


def port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65_535:
        sys.exit(f"PORT is “{text}”, but it must be a number from 1 to 65535.")
    return int(text)


def manage(command: list[str]) -> int:
    """Run one command of manage.py; the local database is started for it if it is not running."""
    address = os.environ.get("DATABASE_URL")
    database = None if address else LocalDatabase(DATABASE)
    environment = local_environment(DEFAULT_PORT, address or database.start())
    try:
        return subprocess.run([*MANAGE, *command], cwd=ROOT, env=environment, check=False).returncode
    finally:
        if database:
            database.stop()


if __name__ == "__main__":
    main()
