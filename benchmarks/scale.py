"""Measure how the time of each list grows with what the site holds, and write the curve into benchmarks/scale.md.

python -m benchmarks.scale     on a database of its own, on the server that the tests use
"""

import sys

from benchmarks.servers import empty_database, run

if __name__ == "__main__":
    with empty_database("_scale") as address:
        sys.exit(run("benchmarks.growth", address))
