"""The local PostgreSQL, shared by everything that uses it at one time and stopped by the last of them."""

import fcntl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class LocalDatabase:
    """A server with its data in one folder. Who has started it holds a lock that ends with the process."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.users = None

    def start(self) -> str:
        """Start the server unless it runs already, and return its address. Stops the program if it cannot."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with self._gate():
            self.users = self._open("users")
            fcntl.flock(self.users, fcntl.LOCK_SH)
            return self._postgres("start")

    def stop(self) -> None:
        """Let go of the server; it stops when nobody else holds it. A second call does no harm."""
        with self._gate():
            users = self.users or self._open("users")
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            else:
                self._postgres("stop")
            finally:
                users.close()
                self.users = None

    @contextmanager
    def _gate(self) -> Iterator[None]:
        """One start or stop at a time."""
        with self._open("gate") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield

    def _open(self, name: str):
        return (self.folder.with_name(f"{self.folder.name}.{name}")).open("a")

    def _postgres(self, action: str) -> str:
        # A process of its own, so that nobody else imports the package; -W ignore hushes what it says as root.
        command = [sys.executable, "-W", "ignore", "-m", "migs_site.local.postgres", action, str(self.folder)]
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if answer.returncode:
            sys.exit(answer.stderr.strip() or f"The local PostgreSQL in {self.folder} did not {action}.")
        return answer.stdout.strip()
