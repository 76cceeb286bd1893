"""Measure how the time of each list grows with what the site holds, and write the curve into benchmarks/scale.md.

python -m benchmarks.scale     on a database of its own, on the server that the tests use
"""

import os
import subprocess
import sys

from migs_site.local.database import ROOT, LocalDatabase
from migs_site.local.environment import local_environment
from tests.databases import Databases, address_of


def main() -> int:
    local = LocalDatabase(ROOT / "var" / "test-postgres")
    os.environ["DATABASE_URL"] = local.start()
    databases = Databases()
    name = databases.clone("template0", "_scale")
    try:
        quiet = {"DATABASE_POOL_SIZE": "0", "LOG_LEVEL": "ERROR"}
        environment = local_environment(8000, address_of(name)) | quiet
        command = [sys.executable, "-m", "benchmarks.growth"]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603 (our own words)
    finally:
        databases.drop(name)
        databases.close()
        local.stop()


if __name__ == "__main__":
    sys.exit(main())
