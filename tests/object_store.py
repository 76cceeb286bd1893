"""A real object store on loopback (SeaweedFS), and a way to it on which everything can go wrong."""

import http.client
import json
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from migs_site.media_storage.store import shared_connection
from tests.browser.running_site import free_port

BUCKET = "institute"
KEY, SECRET = "site-key", "site+secret/1%"
READER_KEY, READER_SECRET = "reader-key", "reader-secret"
READS = [f"Read:{BUCKET}/media/images/*", f"Read:{BUCKET}/media/documents/*"]
WEED = Path(sys.executable).parent / "weed"
ONE_NODE = ["-s3.iam=false", "-s3.port.iceberg=0", "-s3.port.lance=0", "-master.volumeSizeLimitMB=64", "-volume.max=20",
            "-master.telemetry=false", "-volume.preStopSeconds=0"]  # fmt: skip
PATIENCE = 30  # seconds; it takes three


class ObjectStore:
    """SeaweedFS in one process, with a bucket; it checks signatures and the time in them."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_port()
        (folder / "data").mkdir(parents=True)
        (folder / "keys.json").write_text(json.dumps({"identities": IDENTITIES}))
        self.ports = {name: free_port() for name in PORTS}
        ports = [f"-{name}={port}" for name, port in self.ports.items()]
        command = [str(WEED), "-logtostderr=true", "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3"]
        command += [f"-dir={folder}/data", f"-s3.config={folder}/keys.json", f"-s3.port={self.port}", *ports, *ONE_NODE]
        with (folder / "log").open("w") as log:  # and no variables of ours: it reads some as its own (DEBUG)
            self.process = subprocess.Popen(command, stderr=log, stdout=log, env={"TMPDIR": str(folder)})
        try:
            self.until_ready()
        except BaseException:
            self.stop()
            raise

    def until_ready(self) -> None:
        """It answers before it can store anything, and knows of its bucket from a try that failed."""
        client, deadline = shared_connection(self.address()).meta.client, time.monotonic() + PATIENCE
        while True:
            try:
                with suppress(client.exceptions.BucketAlreadyExists, client.exceptions.BucketAlreadyOwnedByYou):
                    client.create_bucket(Bucket=BUCKET)
                client.put_object(Bucket=BUCKET, Key="ready", Body=b"ready")
                return
            except (ClientError, BotoCoreError):
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
            time.sleep(0.05)

    def address(self, port: int = 0, key: str = KEY, secret: str = SECRET, bucket: str = BUCKET) -> str:
        secret = secret.replace("%", "%25").replace("+", "%2B").replace("/", "%2F")
        return f"s3://{key}:{secret}@127.0.0.1:{port or self.port}/{bucket}?tls=no"

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        for port in (self.port, *self.ports.values()):  # it leaves its sockets there, whatever it is told
            for left in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):  # noqa: S108 (by ports that were ours)
                left.unlink()


IDENTITIES = [
    {"name": "site", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]},
    {"name": "reader", "credentials": [{"accessKey": READER_KEY, "secretKey": READER_SECRET}], "actions": READS},
]
PORTS = ["master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc",
         "s3.port.grpc", "metricsPort"]  # fmt: skip


class Way(BaseHTTPRequestHandler):
    """Hands a request on to the store, or does what the way is told to do."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self):
        way = self.server.way
        if way.trouble == "refuses":  # a connection from before
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        way.asked.append((self.command, self.path.partition("?")[0].removeprefix(f"/{BUCKET}/")))
        match way.trouble if way.trouble and way.concerns(self.command) else "":
            case "stalls":
                way.over.wait(60)
                self.close_connection = True
            case "503":
                self.answer(503, [("Content-Length", "0")], b"")
            case "drips":
                self.drip(*self.ask_store(body))
            case trouble:
                status, headers, content = self.ask_store(body)
                if trouble == "cuts" and not content:
                    self.close_connection = True  # what was asked is done, and nobody is told
                    return
                if trouble == "chunks":
                    headers = [each for each in headers if each[0].lower() != "content-length"]
                    headers.append(("Transfer-Encoding", "chunked"))
                    content = b"%x\r\n%s\r\n0\r\n\r\n" % (len(content), content)
                self.answer(status, headers, content[: len(content) // 2] if trouble == "cuts" else content)
                self.close_connection = trouble == "cuts"

    do_PUT = do_DELETE = do_HEAD = do_POST = do_GET

    def ask_store(self, body: bytes) -> tuple[int, list, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.way.store.port, timeout=60)
        connection.request(self.command, self.path, body, dict(self.headers))
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        dropped = {"transfer-encoding", "connection"}
        headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in dropped]
        if not any(name.lower() == "content-length" for name, _value in headers):
            headers.append(("Content-Length", str(len(content))))
        return answer.status, headers, content

    def drip(self, status: int, headers: list, content: bytes) -> None:
        """A byte now and then, each soon enough that nobody who waits for the next gives up."""
        self.answer(status, headers, b"")
        with suppress(OSError):
            for number in range(len(content)):
                self.wfile.write(content[number : number + 1])
                if self.server.way.over.wait(0.1):
                    break
        self.close_connection = True

    def answer(self, status: int, headers: list, content: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, way: "Road"):
        self.way = way
        super().__init__(("127.0.0.1", port), Way)

    def handle_error(self, request, client_address):
        pass


class Road:
    """Between the site and the store. asked: what has been asked of the store, a method and a name each."""

    def __init__(self, store: ObjectStore):
        self.store, self.port = store, free_port()
        self.asked: list[tuple[str, str]] = []
        self.trouble, self.methods, self.times, self.over = "", (), 0, threading.Event()
        self.open()

    def address(self, **parts) -> str:
        return self.store.address(port=self.port, **parts)

    def open(self) -> None:
        self.server = Server(self.port, self)
        threading.Thread(target=self.server.serve_forever, args=[0.02], daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def concerns(self, method: str) -> bool:
        if self.methods and method not in self.methods:
            return False
        self.times -= 1
        return self.times >= 0

    @contextmanager
    def in_trouble(self, trouble: str, *methods: str, times: int = 1_000_000):
        """trouble: "refuses", "503", "stalls", "drips", "cuts" or "chunks" (a length that nobody says).

        methods: of which requests; none means of all.
        """
        self.over.clear()
        self.trouble, self.methods, self.times = trouble, methods, times
        if trouble == "refuses":
            self.close()
        try:
            yield
        finally:
            self.trouble = ""
            self.over.set()
            if trouble == "refuses":
                self.open()
