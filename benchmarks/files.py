"""Measure what it costs to keep files sealed and in the database, and write it into benchmarks/files.md.

python -m benchmarks.files     on a PostgreSQL of its own, which unlike that of the tests waits for its disk
"""

import shutil
import sys

from benchmarks.servers import run
from migs_site.local.database import ROOT, LocalDatabase


def main() -> int:
    folder = ROOT / "var" / "files-postgres"
    local = LocalDatabase(folder)
    try:
        return run("benchmarks.file_costs", local.start())
    finally:
        local.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
