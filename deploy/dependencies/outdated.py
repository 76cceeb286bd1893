"""Says how old the locked list of packages is, and which of them are behind the newest that the registry offers.

    python -m deploy.dependencies.outdated

What pyproject.toml holds back on purpose is listed too. `make lock` takes what its bounds allow, once they were asked
to (uv's --upgrade: OPTIONS=--upgrade).
"""

import datetime
import json
import re
import subprocess
import sys
from pathlib import Path

LOCK = Path("requirements.txt")


def main() -> None:
    age = (datetime.datetime.now(datetime.UTC).date() - locked_on()).days
    print(f"The lock is {age} days old ({locked_on()}).")
    direct, behind = direct_dependencies(), packages_behind()
    for title, is_direct in (("Named in pyproject.toml:", True), ("Brought along by others:", False)):
        rows = [each for each in behind if (each["name"].lower() in direct) == is_direct]
        print(f"\n{title} {len(rows)} behind")
        for each in rows:
            print(f"  {each['name']:30} {each['version']:>14} → {each['latest_version']}")


def locked_on() -> datetime.date:
    """The day of the last commit that touched the lock; of the file itself outside of a repository."""
    said = output(["git", "log", "-1", "--format=%cs", "--", str(LOCK)])
    changed = datetime.datetime.fromtimestamp(LOCK.stat().st_mtime, datetime.UTC).date()
    return datetime.date.fromisoformat(said.strip()) if said.strip() else changed


def direct_dependencies() -> set[str]:
    return {name.lower() for name in re.findall(r'(?m)^ {4}"([\w-]+)', Path("pyproject.toml").read_text())}


def packages_behind() -> list[dict[str, str]]:
    """Of what is installed, which is what is locked."""
    uv = Path(sys.executable).with_name("uv")
    said = output([str(uv), "pip", "list", "--outdated", "--format=json", "--python", sys.executable])
    if not said:
        sys.exit("The registry could not be asked: nothing is known about what is behind.")
    return json.loads(said)


def output(command: list[str]) -> str:
    """What a program says; nothing where it fails or is not there."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


if __name__ == "__main__":
    main()
