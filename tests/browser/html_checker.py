"""The Nu HTML checker, which knows whether HTML is valid: npm brings it, Java runs it.

python -m tests.browser.html_checker     installs all checkers of npm, and Debian's Java where that is allowed
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.browser import node_packages, vocabulary
from tests.browser.chromium import apt_install

PACKAGE = node_packages.PACKAGES / "vnu-jar"
MISSING = "The HTML checker is missing: it needs Java 11 and npm, then “python -m tests.browser.html_checker”."


def is_ready() -> bool:
    """Whether Java and the checker are there."""
    return bool(shutil.which("java")) and node_packages.are_installed("vnu-jar")


def install() -> None:
    if not shutil.which("java"):
        apt_install("default-jre-headless")
    node_packages.install()


def complaints(folder: Path) -> list[dict]:
    """What the checker says of the HTML files in a folder; each with url, type, message, and extract."""
    jar = PACKAGE / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["messages"]


if __name__ == "__main__":
    if not (is_ready() and vocabulary.is_ready()):
        install()
    ready = is_ready() and vocabulary.is_ready()
    print("The checkers are ready." if ready else MISSING)
    sys.exit(1 if os.environ.get("CI") and not ready else 0)
