"""Inspects the file on standard input and writes one line of JSON; before it, of an email, the attachments.

python -I run.py pdf|office|mail
"""

import contextlib
import importlib
import json
import os
import resource
import sys

MEGABYTE = 1024 * 1024
LIMITS = {
    resource.RLIMIT_AS: 1024 * MEGABYTE,
    resource.RLIMIT_CPU: 10,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_NOFILE: 16,
    resource.RLIMIT_NPROC: 0,
    resource.RLIMIT_CORE: 0,
}


def limit() -> None:
    """Bound what a hostile file can use up. A system that does not know a limit (macOS: memory) goes without it."""
    for what, most in LIMITS.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def main(kind: str) -> None:
    # Relative imports are out of reach of a script, and pikepdf, which only PDF needs, takes 0.15 s to import.
    sys.path.insert(0, os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "..")))
    verdicts = importlib.import_module("migs_site.base.inspection.verdicts")
    inspection = importlib.import_module(f"migs_site.base.inspection.{kind}")
    limit()
    try:
        with open(0, "rb", closefd=False) as file:
            said = inspection.inspect(file, os.fstat(0).st_size)
    except verdicts.Refused as refused:
        said = {"reason": refused.reason}
    except (MemoryError, RecursionError):
        said = {"reason": "too_complex"}
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
