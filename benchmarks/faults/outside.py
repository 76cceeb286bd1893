"""No way to the outside: every packet and every question for a name is swallowed, and none is answered."""

import http.client
import re
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from benchmarks.faults import Outcome
from benchmarks.faults.site import Postgres
from benchmarks.side_by_side import Ours
from migs_site.local import processes

FAMILY = "The world outside"
LONGEST = 2  # seconds that a page of the admin may take
# A network of its own, in which all that leaves comes back to itself and is dropped there without an answer.
SWALLOWED = (
    "ip link set lo up; ip addr add 10.9.0.1/24 dev lo; ip route add default dev lo; "
    'exec "$0" -m gunicorn --config=deploy/gunicorn.conf.py --log-level=warning --bind="unix:$1" migs_site.wsgi'
)
SIGN_IN = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY, get_user_model
staff = {"email": "staff@example.org"}
users = get_user_model().objects
user = users.filter(**staff).first() or users.create_superuser(password="x", **staff)
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key)
"""
NOT_OPENED = ("/logout", "/delete", "/sprite", "/jsi18n", "/api/")


class Browser:
    """Somebody of the staff who has signed in, at a socket file."""

    def __init__(self, path: Path, session: str):
        self.path, self.cookie = path, f"sessionid={session}"

    def ask(self, address: str) -> tuple[int, str, float]:
        """Status, page and seconds."""
        connection = http.client.HTTPConnection("127.0.0.1", timeout=120)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.settimeout(120)
        began = time.monotonic()
        connection.sock.connect(str(self.path))
        connection.request("GET", address, headers={"Host": "127.0.0.1", "Cookie": self.cookie})
        answer = connection.getresponse()
        page = answer.read().decode(errors="replace")
        return answer.status, page, time.monotonic() - began


def outcomes() -> Iterator[Outcome]:
    with ExitStack() as ended:
        folder = Path(ended.enter_context(tempfile.TemporaryDirectory(prefix="migs-faults-")))
        folder.chmod(0o755)
        postgres = Postgres(folder / "postgres")
        ended.callback(postgres.stop)
        ours = Ours(folder / "site", postgres.url)
        ours.environment |= {"BASE_URL": "http://127.0.0.1", "LOG_LEVEL": "ERROR"}
        session = ours.manage("shell", "--no-imports", "-c", SIGN_IN).strip()
        where = folder / "socket"
        server = processes.start(["unshare", "-n", "sh", "-c", SWALLOWED, sys.executable, str(where)], ours.environment)
        ended.callback(processes.end, [server.pid])
        while not where.exists():
            time.sleep(0.1)
        yield looked_at(Browser(where, session))


def looked_at(browser: Browser) -> Outcome:
    """Every page that the first page of the admin leads to, twice."""
    status, page, _took = browser.ask("/admin/")
    if status != 200:
        raise RuntimeError(f"The sign-in did not work ({status}).")
    found = {each for each in re.findall(r"/admin/[\w/-]*/", page) if not any(word in each for word in NOT_OPENED)}
    for address in sorted(found):
        browser.ask(address)
    answers = {address: browser.ask(address) for address in sorted(found)}
    slow = [address for address, (_status, _page, took) in answers.items() if took > LONGEST]
    wrong = [address for address, (status, _page, _took) in answers.items() if status >= 500]
    slowest = max(took for _status, _page, took in answers.values())
    said = (
        f"{len(answers)} pages of the admin, slowest {slowest:.1f} s, over {LONGEST} s: {', '.join(slow) or 'none'}, "
        f"errors: {', '.join(wrong) or 'none'}"
    )
    return Outcome("No route outside", "a network that swallows packets and questions for names", said, len(wrong))
