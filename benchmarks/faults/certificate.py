"""A certificate whose end is near, as administrators are told of it."""

import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from benchmarks.faults import Outcome
from benchmarks.faults.outside import SIGN_IN
from benchmarks.faults.site import Site, running

FAMILY = "The certificate"
WAITS = True
COMMAND = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
ADMINISTRATOR = "administrator@example.org"
SENTENCE = r"The site’s certificate is (.*?)\."
TELL = "from migs_site.monitoring.tasks import tell_of_servers; tell_of_servers.defer(timestamp=0)"
PATIENCE = 120


def outcomes() -> Iterator[Outcome]:
    with tempfile.TemporaryDirectory(prefix="migs-faults-") as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "certificate.pem"
        renew(path, 90)
        with running(CERTIFICATE=str(path), ERRORS_TO=ADMINISTRATOR) as site:
            yield told(site, path)


def renew(path: Path, days: int) -> None:
    command = [*COMMAND, "-days", str(days), "-keyout", path.with_suffix(".key"), "-out", path]
    subprocess.run(command, check=True, capture_output=True)


def told(site: Site, path: Path) -> Outcome:
    session = site.ours.manage("shell", "--no-imports", "-c", SIGN_IN).split()[-1]
    said = {}
    with httpx.Client(base_url=f"http://127.0.0.1:{site.served.port}", cookies={"sessionid": session}) as client:
        for days in (90, 20, 10, 5):
            renew(path, days)
            found = re.search(SENTENCE, client.get("/admin/reports/attention/", timeout=60).text)
            said[days] = found[1] if found else "nothing"
    renew(path, 10)
    site.ours.manage("shell", "--no-imports", "-c", TELL)
    began = time.monotonic()
    while not site.inbox.to([ADMINISTRATOR]) and time.monotonic() - began < PATIENCE:
        time.sleep(0.5)
    mails, took = site.inbox.to([ADMINISTRATOR]), time.monotonic() - began
    shown = "; ".join(f"{days} days: {words}" for days, words in said.items())
    wrong = (said[90] != "nothing") + sum(said[days] == "nothing" for days in (20, 10, 5)) + (mails != 1)
    counted = f"*What needs attention*: {shown}; mails to the administrator {mails}, after {took:.0f} s"
    return Outcome("Certificate 10 days from its end", "one made for 90, 20, 10 and 5 days", counted, wrong)
