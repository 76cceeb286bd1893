"""nginx as it stands in front of the site, with gunicorn behind it, each as it is really started; all on loopback."""

import signal
import socket
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil

from deploy.nginx.configuration import WebMachine, configuration
from migs_site.local import processes
from tests.browser.running_site import free_port
from tests.environment import without_settings
from tests.migs_site.test_settings import RIGHT
from tests.system_packages import find_nginx

PUBLIC, STAFF = "localhost", "staff.localhost"
GUNICORN = [
    "-m",
    "gunicorn",
    "--config=deploy/gunicorn.conf.py",
    "--log-level=warning",
    "--workers=2",
    "--graceful-timeout=1",
]
CERTIFICATE = [
    "openssl",
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-days",
    "30",
]
PATIENCE = 60  # seconds for what has been started to answer, on a busy machine


class ToLoopback(httpx.HTTPTransport):
    """Asks this machine for a name of its own, in TLS too."""

    def __init__(self, name: str, **options):
        super().__init__(**options)
        self.name = name

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions = dict(request.extensions) | {"sni_hostname": self.name}
        return super().handle_request(request)


class Front:
    """A folder with everything of one machine; its public and its staff side have names of their own.

    same_name: staff sign in on the public name instead.
    """

    address = "127.0.0.1"
    within: list[str] = []  # the words before a command that let it run where this machine is

    def __init__(self, folder: Path, static_dir: Path, same_name: bool = False, **settings: str):
        self.folder, self.running = folder, {}
        self.ports = self.chosen_ports()
        for name in ("migs", "cache", "log", "temp", "acme", "data/media/images", "data/media/original_images"):
            (folder / name).mkdir(parents=True)
        self.public, self.staff = (f"https://{name}:{self.ports['https']}" for name in (PUBLIC, STAFF))
        self.inside = f"http://{self.address}:{self.ports['inside']}"
        self.machine = self.described(static_dir)
        if same_name:
            self.staff, self.machine = self.public, replace(self.machine, staff_url="")
        self.settings = without_settings() | RIGHT | self.chosen(static_dir) | settings
        self.make_certificate()
        self.write_configuration()

    def chosen_ports(self) -> dict[str, int]:
        return {name: free_port() for name in ("http", "https", "inside")}

    def write_configuration(self) -> None:
        for name, text in configuration(self.machine).items():
            (self.folder if name == "nginx.conf" else self.folder / "migs").joinpath(name).write_text(text)

    def described(self, static_dir: Path) -> WebMachine:
        parts = {f"{name}_dir": str(self.folder / name) for name in ("cache", "log", "temp", "acme")}
        return WebMachine(
            base_url=self.public,
            staff_url=self.staff,
            certificate=str(self.folder / "certificate.pem"),
            certificate_key=str(self.folder / "key.pem"),
            other_hosts=("www.localhost",),
            hsts="max-age=31536000",
            public_server=f"unix:{self.folder}/django.sock",
            staff_server=f"unix:{self.folder}/django.sock",
            http=(f"{self.address}:{self.ports['http']}",),
            https=(f"{self.address}:{self.ports['https']}",),
            inside=(f"{self.address}:{self.ports['inside']}",),
            folder=str(self.folder / "migs"),
            static_dir=str(static_dir),
            media_dir=str(self.folder / "data" / "media"),
            pictures_dir=str(self.folder / "cache-pictures"),
            pid_file=str(self.folder / "nginx.pid"),
            user="root",
            **parts,
        )

    def chosen(self, static_dir: Path) -> dict[str, str]:
        return {
            "BASE_URL": self.public,
            "ALLOWED_HOSTS": f"{PUBLIC},{STAFF}",
            "DATA_DIR": str(self.folder / "data"),
            "STATIC_DIR": str(static_dir),
            "TRUSTED_PROXIES": "unix",
            "HSTS_SECONDS": "31536000",
            "DATABASE_POOL_SIZE": "4",
        }

    def make_certificate(self) -> None:
        names = f"subjectAltName=DNS:{PUBLIC},DNS:{STAFF},DNS:www.localhost"
        files = ["-keyout", self.machine.certificate_key, "-out", self.machine.certificate]
        command = [*CERTIFICATE, *files, "-subj", f"/CN={PUBLIC}", "-addext", names]
        subprocess.run(command, check=True, capture_output=True)

    @contextmanager
    def keeping_files_in(self, store_url: str):
        """In an object store for as long as this lasts; as apply does, nginx reads its configuration again."""
        before, self.machine = self.machine, replace(self.machine, has_store=True)
        self.settings["MEDIA_STORAGE_URL"] = store_url
        self.begin_anew()
        try:
            yield
        finally:
            self.machine = before
            del self.settings["MEDIA_STORAGE_URL"]
            self.begin_anew()

    def begin_anew(self) -> None:
        self.write_configuration()
        self.processes_of("nginx")[0].send_signal(signal.SIGHUP)
        self.kill("django")
        self.start_django()

    def start_nginx(self) -> None:
        command = [
            find_nginx(),
            "-e",
            f"{self.folder}/log/start.log",
            "-c",
            f"{self.folder}/nginx.conf",
            "-g",
            "daemon off;",
        ]
        self.start("nginx", command, {})
        self.until(lambda: self.ask("/static/none").status_code == 404)

    def start_django(self) -> None:
        command = [sys.executable, *GUNICORN, f"--bind=unix:{self.folder}/django.sock", "migs_site.wsgi"]
        self.start("django", self.logging(command, "django"), self.settings)
        self.until(lambda: self.ask("/robots.txt").status_code == 200)

    def start_worker(self) -> None:
        command = [sys.executable, "manage.py", "worker", "--graceful-timeout=1"]
        self.start("worker", self.logging(command, "worker"), self.settings)

    def start(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        self.running[name] = processes.start([*self.within, *command], environment)

    def logging(self, command: list[str], name: str) -> list[str]:
        """The shell only puts what a program says into a file, and becomes the program."""
        return ["sh", "-c", 'exec "$@" >>"$0" 2>&1', str(self.folder / "log" / name), *command]

    def until(self, is_so, patience: float = PATIENCE) -> float:
        """Wait until something is so; the seconds that it took."""
        began = time.monotonic()
        while True:
            try:
                if is_so():
                    return time.monotonic() - began
            except httpx.TransportError:
                pass
            assert time.monotonic() - began < patience, self.said()
            time.sleep(0.02)

    def said(self) -> dict[str, str]:
        """The end of what each program has said."""
        logs = (path for path in (self.folder / "log").iterdir() if not path.name.startswith("access"))
        return {path.name: path.read_text()[-800:] for path in logs}

    def client(self, source: str | None = None, side: str = "public") -> httpx.Client:
        """A visitor of the public or the staff side; source: their address, of 127.0.0.0/8. 127.0.0.1 has no limits."""
        trust = ssl.create_default_context(cafile=self.machine.certificate)
        address = urlsplit(self.staff if side == "staff" else self.public)
        transport = ToLoopback(address.hostname, verify=trust, local_address=source)
        headers = {"Host": address.netloc}
        base_url = f"https://{self.address}:{self.ports['https']}"
        return httpx.Client(transport=transport, base_url=base_url, headers=headers, timeout=PATIENCE)

    def ask(self, path: str, method: str = "GET", source: str | None = None, side: str = "public", **options):
        with self.client(source, side) as client:
            return client.request(method, path, **options)

    def tell(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        """Through the listener that only the machine itself may use."""
        return httpx.request(method, self.inside + path, headers=headers, timeout=PATIENCE)

    def log_lines(self) -> str:
        time.sleep(1.1)  # nginx writes them out once a second
        return (self.folder / "log" / "access.log").read_text()

    def processes_of(self, name: str) -> list[psutil.Process]:
        first = psutil.Process(self.running[name].pid)
        return [first, *first.children(recursive=True)]

    @contextmanager
    def without_django(self):
        """It cannot be reached: connecting fails at once, as after a kill, but nothing has to be started again."""
        socket = self.folder / "django.sock"
        socket.rename(self.folder / "away.sock")
        time.sleep(1.1)  # until nginx has closed the connections that it still had
        try:
            yield
        finally:
            (self.folder / "away.sock").rename(socket)

    def kill(self, name: str) -> None:
        """As kill -9 does: nothing is finished, nobody is told."""
        for process in self.processes_of(name):
            process.kill()
        self.running.pop(name).wait()

    @contextmanager
    def frozen(self, name: str):
        """It neither answers nor refuses."""
        stopped = self.processes_of(name)
        for process in stopped:
            process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for process in stopped:
                process.send_signal(signal.SIGCONT)

    def end_one(self, name: str) -> None:
        processes.end([self.running[name].pid])
        self.running.pop(name).wait()

    def end(self) -> None:
        processes.end([process.pid for process in self.running.values()])
        for process in self.running.values():
            process.wait()


def until_kept(front: Front, path: str) -> httpx.Response:
    """Ask until nginx answers from what it keeps, and is not about to ask for it anew: on a busy machine that may take
    longer than it is kept."""
    answers: list[httpx.Response] = []

    def is_kept() -> bool:
        answers.append(front.ask(path))
        return answers[-1].headers["X-Cache"] == "HIT"

    front.until(is_kept)
    return answers[-1]


def secure(front: Front, source: str, alpn: list[str] | None = None) -> ssl.SSLSocket:
    """A connection of a visitor, with nothing sent."""
    trust = ssl.create_default_context(cafile=front.machine.certificate)
    trust.set_alpn_protocols(alpn or ["http/1.1"])
    plain = socket.create_connection(("127.0.0.1", front.ports["https"]), source_address=(source, 0))
    return trust.wrap_socket(plain, server_hostname="localhost")
