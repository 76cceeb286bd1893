"""gunicorn as it is really started, asked through bare sockets: for what no browser sends."""

import socket
import sys
import time
from pathlib import Path

from migs_site.local import processes
from tests.browser.running_site import free_port
from tests.environment import without_settings
from tests.migs_site.test_settings import RIGHT

GUNICORN = ["-m", "gunicorn", "--config=deploy/gunicorn.conf.py", "--log-level=warning", "migs_site.wsgi"]


class Server:
    """gunicorn with a data folder of its own; without a database, unless the settings name one."""

    def __init__(self, folder: Path, *options: str, **settings: str):
        self.port, self.log = free_port(), folder / "log"
        (folder / "static").mkdir()
        environment = without_settings() | RIGHT | {"BASE_URL": f"http://127.0.0.1:{self.port}", "LOG_LEVEL": "INFO"}
        environment |= {"LOG_FORMAT": "text"}
        environment |= {"STATIC_DIR": str(folder / "static"), "DATA_DIR": str(folder), "DATABASE_POOL_SIZE": "0"}
        environment |= settings
        # The shell only puts what the server says into a file, and becomes the server.
        command = [sys.executable, *GUNICORN, f"--bind=127.0.0.1:{self.port}", *options]
        self.process = processes.start(["sh", "-c", 'exec "$@" 2>"$0"', str(self.log), *command], environment)

    def ask(self, request: str) -> tuple[int, str]:
        """The status and the whole answer to a request sent as it is written; lines end with a bare newline here."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(request.replace("\n", "\r\n").encode())
            connection.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: connection.recv(65_536), b"")).decode(errors="replace")
        return int(answer.split(" ")[1]), answer

    def get(self, path: str, *headers: str, host: str | None = "127.0.0.1", version: str = "1.1") -> tuple[int, str]:
        lines = [f"GET {path} HTTP/{version}", *([f"Host: {host}"] if host else []), *headers, "Connection: close"]
        return self.ask("\n".join([*lines, "", ""]))

    def until_ready(self):
        for _attempt in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def end(self):
        processes.end([self.process.pid])
        self.process.wait()
