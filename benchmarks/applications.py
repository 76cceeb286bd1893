"""Measure how the list of applications bears 100,000 of them, and write the ratios into benchmarks/applications.md.

python -m benchmarks.applications     on databases of its own, on the server that the tests use
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
    name = databases.clone("template0", "_applications")
    try:
        quiet = {"DATABASE_POOL_SIZE": "0", "LOG_LEVEL": "ERROR"}
        environment = local_environment(8000, address_of(name)) | quiet
        command = [sys.executable, "-m", "benchmarks.many_applications"]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603 (our own words)
    finally:
        databases.drop(name)
        databases.close()
        local.stop()


if __name__ == "__main__":
    sys.exit(main())
