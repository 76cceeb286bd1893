"""Installs what checks and tests need beside Python: browsers, gettext, nginx, age, restic, clamd, Java, npm checkers.

python -m tests.system_packages     says what is missing; installs it first where that is allowed: as root on Debian
                                    and its kin, and with npm. Fails if something is missing and CI is set.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.browser import html_checker, node_packages, syntax, vocabulary
from tests.browser.chromium import MISSING, WINDOWLESS, find_chromium
from tests.browser.engine_choice import MISSING as MISSING_ENGINES
from tests.browser.firefox import find_firefox
from tests.browser.webkit import find_webkit

NGINX_MODULES = ["http-cache-purge", "http-headers-more-filter", "http-brotli-static"]
NGINX_PACKAGES = ["nginx", "openssl", *(f"libnginx-mod-{name}" for name in NGINX_MODULES)]
MISSING_NGINX = f"nginx was not found, or lacks a module: install the packages {', '.join(NGINX_PACKAGES)}."


def find_nginx() -> str | None:
    """nginx with the modules that deploy/nginx/ asks for. Debian puts it where only the path of root leads."""
    modules = (Path(f"/etc/nginx/modules-enabled/50-mod-{name}.conf") for name in NGINX_MODULES)
    has_all = shutil.which("openssl") and all(map(Path.exists, modules))
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") if has_all else None


SFTP_SERVER = Path("/usr/lib/openssh/sftp-server")

# Whether a program is there as it is best, and the Debian packages that bring it.
PACKAGES: list[tuple[Callable[[], object], list[str]]] = [
    (lambda: shutil.which(WINDOWLESS), [WINDOWLESS]),
    (find_firefox, ["firefox-esr"]),
    (find_webkit, ["webkit2gtk-driver", "xvfb"]),
    (find_nginx, NGINX_PACKAGES),
    (lambda: shutil.which("bridge"), ["iproute2"]),  # an “ip” may be busybox's, which knows no namespaces
    (lambda: shutil.which("ssh-keygen"), ["openssh-client"]),
    (SFTP_SERVER.exists, ["openssh-sftp-server"]),
    (lambda: shutil.which("java"), ["default-jre-headless"]),
    (lambda: shutil.which("systemd-analyze"), ["systemd"]),
    (lambda: shutil.which("restic"), ["restic"]),
    (lambda: shutil.which("clamd"), ["clamav-daemon"]),
    (lambda: shutil.which("age"), ["age"]),
    (lambda: shutil.which("xgettext") and shutil.which("msgfmt"), ["gettext"]),
]
# Whether checks and tests can use it, and what to say where they cannot.
NEEDED: list[tuple[Callable[[], object], str]] = [
    (find_chromium, MISSING),
    (find_firefox, MISSING_ENGINES["firefox"]),
    (find_webkit, MISSING_ENGINES["webkit"]),
    (html_checker.is_ready, html_checker.MISSING),
    (vocabulary.is_ready, vocabulary.MISSING),
    (syntax.is_ready, syntax.MISSING),
    (PACKAGES[-4][0], "restic was not found: install the package of that name."),
    (PACKAGES[-3][0], "clamd was not found: install the package clamav-daemon."),
    (find_nginx, MISSING_NGINX),
    (PACKAGES[-2][0], "age was not found: install the package of that name."),
    (PACKAGES[-1][0], "gettext was not found: install the package of that name."),
]


def install() -> None:
    packages = [package for is_there, packages in PACKAGES if not is_there() for package in packages]
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        apt_get("update")
        apt_get("install", "-y", "--no-install-recommends", *packages)
    if not (html_checker.is_ready() and vocabulary.is_ready() and syntax.is_ready()):
        node_packages.install()


def apt_get(*arguments: str) -> None:
    print("apt-get", *arguments, flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", *arguments], env=environment, stdout=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    install()
    missing = [sentence for is_ready, sentence in NEEDED if not is_ready()]
    print("\n".join(missing) or "The browsers and checkers are ready.")
    sys.exit(1 if os.environ.get("CI") and missing else 0)
