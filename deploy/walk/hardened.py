"""What the site does with files, and what nobody may do: tried from inside a unit with the hardening of the others.

The walk starts it as migs-try.service in the release. A line for each; it ends with 1 if one is not as it should be.
"""

import ctypes
import io
import mmap
import os
import resource
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
from django.conf import settings
from PIL import Image, features

from migs_site.base.documents.process import inspect
from migs_site.sealing import CannotOpen, seal, unseal

PRIVATE = Path("/etc/shadow"), Path("/etc/migs/keys/secret-key"), Path("/proc/1/environ")


def pictures() -> bool:
    """AVIF, JPEG, PNG and WebP, written and read."""
    picture = Image.effect_noise((400, 300), 50).convert("RGB")
    for kind in ("AVIF", "JPEG", "PNG", "WEBP"):
        kept = io.BytesIO()
        picture.save(kept, kind)
        Image.open(io.BytesIO(kept.getvalue())).load()
    return features.check("avif")


def pdf() -> io.BytesIO:
    made = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    document.save(made)
    made.seek(0)
    return made


def inspections() -> bool:
    """A process of its own with limits of its own, as each file of an application gets."""
    return inspect(pdf(), "pdf")["pages"] == 1


def sealing() -> bool:
    with seal(pdf()) as sealed:
        if settings.SERVES == "public":  # which has no key
            return is_refused(lambda: unseal(sealed))
        with unseal(sealed) as plain:
            return plain.read(4) == b"%PDF"


def room_in_memory() -> bool:
    """The temporary folder is a tmpfs of two gigabytes."""
    size = os.statvfs(tempfile.gettempdir())
    mounts = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
    kinds = [kind for _, place, kind, *_ in mounts if place == "/srv/migs/tmp"]
    return kinds[-1:] == ["tmpfs"] and size.f_blocks * size.f_frsize == 2 * 1024**3


def limits_of_its_own() -> bool:
    program = "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30)); bytearray(2**31)"
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=False)
    return "MemoryError" in done.stderr and resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY


def is_refused(act: Callable[[], object]) -> bool:
    try:
        act()
    except (OSError, CannotOpen):
        return True
    return False


def writes_nowhere_else() -> bool:
    places = [Path(folder, "try") for folder in ("/srv/migs/current", "/srv/migs/static", "/etc/migs", "/usr", "/home")]
    return all(is_refused(lambda place=place: place.write_text("")) for place in places)


def reads_nothing_private() -> bool:
    return all(is_refused(path.read_text) for path in PRIVATE)


def makes_no_program_in_memory() -> bool:
    return is_refused(lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC))


def mounts_and_traces_nothing() -> bool:
    """System calls outside the filter: mount, unshare, ptrace, swapon."""
    library = ctypes.CDLL(None, use_errno=True)
    calls = [(165, None, None, None, 0, None), (272, 0x10000000), (101, 0, 0, 0, 0), (167, b"/dev/null", 0)]
    return all(library.syscall(*call) == -1 for call in calls)


def opens_no_packet_socket() -> bool:
    return is_refused(lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW))


def reaches_no_other_machine() -> bool:
    """Whoever steals a web process can send nothing anywhere; the worker sends mail and looks at links."""
    with socket.socket() as near:
        near.bind(("127.0.0.1", 0))
        near.listen()
        socket.create_connection(near.getsockname(), timeout=2).close()
    try:
        socket.create_connection(("192.0.2.1", 443), timeout=2).close()
    except ConnectionRefusedError:  # somebody answered, so it got out
        return settings.SERVES == "everything"
    except OSError:
        return True
    return settings.SERVES == "everything"


TRIES = [
    pictures, inspections, sealing, room_in_memory, limits_of_its_own, writes_nowhere_else, reads_nothing_private,
    makes_no_program_in_memory, mounts_and_traces_nothing, opens_no_packet_socket, reaches_no_other_machine,
]  # fmt: skip


def main() -> int:
    failed = 0
    for attempt in TRIES:
        try:
            said = "as it should be" if attempt() else "NOT as it should be"
        except Exception as error:  # whatever it is, the others are tried too
            said = f"NOT: {type(error).__name__}: {error}"
        failed |= said.startswith("NOT")
        print(f"{attempt.__name__.replace('_', ' ')}: {said}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
