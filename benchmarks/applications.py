"""Measure how the list of applications bears 100,000 of them, and write the ratios into benchmarks/applications.md.

python -m benchmarks.applications     on databases of its own, on the server that the tests use
"""

import sys

from benchmarks.servers import empty_database, run

if __name__ == "__main__":
    with empty_database("_applications") as address:
        sys.exit(run("benchmarks.many_applications", address))
