"""Which Chromium the browser tests drive: the one on PATH, or Playwright's own.

Best is Debian's that has no window: it uses a third less of the processor than a whole Chromium.

python -m tests.browser.chromium     prints it; installs that one where that is allowed and it is missing
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

WINDOWLESS = "chromium-headless-shell"
NAMES = (WINDOWLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "No Chromium was found: put one on PATH, or run “playwright install chromium”."
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing but the site under test
]


def find_chromium() -> str | None:
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    if on_path:
        return on_path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def apt_install(*packages: str) -> None:
    """As root on Debian and its kin; anywhere else nothing happens."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installing {' and '.join(packages)} with apt-get …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", "-qq", *command], env=environment, stdout=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    if not shutil.which(WINDOWLESS):
        apt_install(WINDOWLESS)
    found = find_chromium()
    print(found or MISSING)
    sys.exit(1 if os.environ.get("CI") and not found else 0)
