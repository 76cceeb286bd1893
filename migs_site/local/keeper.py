"""Ends what a run has started, however the run itself ends, kill -9 included.

    python -m migs_site.local.keeper [DATA FOLDER OF POSTGRESQL]

It starts the database if it is given a folder, prints its address, reads the numbers of processes line by line,
and when its input closes, which is when the run is over or dead, it ends them and the database.
"""

import sys
from pathlib import Path

from migs_site.local.database import LocalDatabase
from migs_site.local.processes import end


def main(arguments: list[str]) -> None:
    database = LocalDatabase(Path(arguments[0])) if arguments else None
    print(database.start() if database else "", flush=True)
    end([int(line) for line in sys.stdin])
    if database:
        database.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
