"""Measure what it costs to keep files sealed and in the database, and write it into benchmarks/files.md.

python -m benchmarks.files     on a PostgreSQL of its own, which unlike that of the tests waits for its disk
"""

import shutil
import subprocess
import sys

from migs_site.local.database import ROOT, LocalDatabase
from migs_site.local.environment import local_environment


def main() -> int:
    folder = ROOT / "var" / "files-postgres"
    local = LocalDatabase(folder)
    try:
        quiet = {"DATABASE_POOL_SIZE": "0", "LOG_LEVEL": "ERROR"}
        environment = local_environment(8000, local.start()) | quiet
        command = [sys.executable, "-m", "benchmarks.file_costs"]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603 (our own words)
    finally:
        local.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
