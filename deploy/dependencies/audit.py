"""Looks up the known holes of every locked package, and fails where there is one, or where nothing could be looked up.

    python -m deploy.dependencies.audit [REQUIREMENTS]
    AUDIT=offline                                       that nothing could be looked up is said, and allowed

pip-audit passes over a package that it finds nothing about, and says that no hole is known. So it is first asked about
a package that is known to have holes: only if it names them does it mean anything that it names none.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

CANARY = "django==3.2.0"  # CVE-2021-31542 and others
EVERY_PACKAGE = Path("requirements-dev.txt")  # those of a server are among them


class Found(NamedTuple):
    """holes: of each package with any, their numbers. passed_over: packages about which nothing could be asked."""

    holes: dict[str, list[str]]
    passed_over: list[str]


def main(arguments: list[str]) -> int:
    packages = Path(arguments[0]) if arguments else EVERY_PACKAGE
    if not holes_are_found_where_there_are_some():
        return not_checked(f"the registry names no hole of {CANARY}, which has some")
    found = look_up(packages)
    for package, numbers in found.holes.items():
        print(f"{package}: {', '.join(numbers)}")
    if found.holes:
        return 1
    if found.passed_over:
        return not_checked(f"nothing is known about {', '.join(found.passed_over)}")
    print("No hole is known in any locked package.")
    return 0


def not_checked(why: str) -> int:
    """Loud in any case; a failure unless that was allowed."""
    is_allowed = os.environ.get("AUDIT") == "offline"
    print(f"NOT CHECKED for known holes: {why}.", file=sys.stderr)
    print(
        "Allowed by AUDIT=offline: look again where the registry has such data."
        if is_allowed
        else "Ask a registry that has such data (pip's index-url), or set AUDIT=offline to go on without.",
        file=sys.stderr,
    )
    return 0 if is_allowed else 1


def holes_are_found_where_there_are_some() -> bool:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as canary:
        canary.write(f"{CANARY}\n")
        canary.flush()
        return bool(look_up(Path(canary.name), "--no-deps").holes)


def look_up(packages: Path, *options: str) -> Found:
    command = [sys.executable, "-m", "pip_audit", "-r", packages, "--disable-pip", "--format=json", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        asked = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return Found({}, [f"anything ({last_line(done.stderr)})"])
    holes = {f"{one['name']} {one['version']}": numbers(one) for one in asked if one.get("vulns")}
    return Found(holes, [one["name"] for one in asked if "skip_reason" in one])


def numbers(package: dict) -> list[str]:
    return [f"{hole['id']} (mended in {', '.join(hole['fix_versions']) or 'none'})" for hole in package["vulns"]]


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["pip-audit said nothing"])[-1][:200]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
