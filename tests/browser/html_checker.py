"""The Nu HTML checker, which knows whether HTML is valid: npm brings it, Java runs it."""

import json
import shutil
import subprocess
from pathlib import Path

from tests.browser import node_packages

PACKAGE = node_packages.PACKAGES / "vnu-jar"
MISSING = "The HTML checker is missing: it needs Java 11 and npm, then “make tools”."


def is_ready() -> bool:
    """Whether Java and the checker are there."""
    return bool(shutil.which("java")) and node_packages.are_installed("vnu-jar")


def complaints(folder: Path) -> list[dict]:
    """What the checker says of the HTML files in a folder; each with url, type, message, and extract."""
    jar = PACKAGE / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["messages"]
