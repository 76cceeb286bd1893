"""The checkers that npm brings: package.json names them, package-lock.json holds them to their hashes."""

import json
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = HERE / "node_modules"


def are_installed(*names: str) -> bool:
    """Whether packages are there in the versions that package.json asks for."""
    wanted = json.loads((HERE / "package.json").read_text())["devDependencies"]
    return all(installed_version(name) == wanted[name] for name in names)


def installed_version(name: str) -> str | None:
    description = PACKAGES / name / "package.json"
    return json.loads(description.read_text())["version"] if description.exists() else None


def install() -> None:
    """Install what the lock names, if npm is there."""
    if shutil.which("npm"):
        print("Installing the checkers of HTML and of structured data with npm …", flush=True)
        subprocess.run(["npm", "ci", "--silent", "--prefix", HERE], check=False)
