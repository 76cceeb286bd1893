"""The Nu HTML checker, which knows whether HTML is valid: npm brings it, Java runs it.

python -m tests.browser.html_checker     installs it, and Debian's Java where that is allowed and none is there
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.browser.chromium import apt_install

HERE = Path(__file__).resolve().parent
PACKAGE = HERE / "node_modules" / "vnu-jar"
MISSING = "The HTML checker is missing: it needs Java 11 and npm, then “python -m tests.browser.html_checker”."


def is_ready() -> bool:
    """Whether Java and the version of the checker that package.json asks for are there."""
    wanted = json.loads((HERE / "package.json").read_text())["devDependencies"]["vnu-jar"]
    description = PACKAGE / "package.json"
    installed = json.loads(description.read_text())["version"] if description.exists() else None
    return bool(shutil.which("java")) and installed == wanted


def install() -> None:
    if not shutil.which("java"):
        apt_install("default-jre-headless")
    if shutil.which("npm"):
        print("Installing the HTML checker with npm …", flush=True)
        subprocess.run(["npm", "ci", "--silent", "--prefix", HERE], check=False)


def complaints(folder: Path) -> list[dict]:
    """What the checker says of the HTML files in a folder; each with url, type, message, and extract."""
    jar = PACKAGE / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["messages"]


if __name__ == "__main__":
    if not is_ready():
        install()
    ready = is_ready()
    print("The HTML checker is ready." if ready else MISSING)
    sys.exit(1 if os.environ.get("CI") and not ready else 0)
