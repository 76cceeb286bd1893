"""An edition as a plain web server shows it, and a key that signs one."""

import functools
import http.server
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

from migs_site.static_edition.reading import addresses


def key_in(folder: Path) -> str:
    """The path of a new private key that signs editions."""
    path = folder / "edition-key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "edition", "-f", path], check=True)
    return str(path)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@contextmanager
def shown(folder: Path) -> Iterator[str]:
    """The address of a web server that knows files and nothing else."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def broken_links(url: str) -> tuple[list[str], set[str]]:
    """What leads nowhere among all that the pages of a host lead to; and all that was asked for."""
    waiting, seen, broken = ["/", "/en/", "/fr/", "/sitemap.xml"], set(), []
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        try:
            with urllib.request.urlopen(urljoin(url, address)) as answer:
                media_type, body = answer.headers.get_content_type(), answer.read()
        except urllib.error.HTTPError as error:
            error.close()
            broken.append(address)
            continue
        waiting += addresses(body, media_type, address.partition("?")[0])
    return broken, seen
