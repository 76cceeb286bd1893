"""A Debian in a folder, started with a systemd of its own in namespaces.

Nothing of it outlives the context, and it shares nothing with this machine but the kernel, and the network where it is
given none of its own."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

MIRROR = "http://deb.debian.org/debian"
# A server that somebody has just installed has no more than this that matters here.
EMPTY = "ca-certificates,systemd,systemd-sysv,dbus"
PATIENCE = 60  # seconds until systemd answers
PORTS = (80, 443, 5432)  # of the network that it shares
DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
BOOT = """
set -eu
root=$1 cgroup=$2
echo $$ > "$cgroup/cgroup.procs"
exec unshare --mount --uts --ipc --pid --cgroup --fork --kill-child --propagation private sh -euc '
root=$1
mount -t proc proc "$root/proc"
mount --bind -o ro "$root/proc/sys" "$root/proc/sys" && mount -o remount,bind,ro "$root/proc/sys"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in DEVICES; do touch "$root/dev/$device"; mount --bind "/dev/$device" "$root/dev/$device"; done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
mount -t tmpfs tmpfs "$root/dev/shm"
hostname walk
cd "$root"
mkdir -p .outside
pivot_root . .outside
cd /
umount -l /.outside
export container=walk
exec /lib/systemd/systemd --log-target=null --show-status=no
' sh "$root"
""".replace("DEVICES", " ".join(DEVICES))


class NoDebian(Exception):
    """It could not be made or started here; the message says why."""


class Debian:
    """Use it as a context. cache: a folder for what debootstrap makes, once a suite."""

    def __init__(self, suite: str, cache: Path):
        if taken := [port for port in PORTS if is_taken(port)]:
            raise NoDebian(f"Port {taken[0]} of this machine is in use, by another walk or a server: end that first.")
        self.base = made(suite, cache)
        self.folder = Path(tempfile.mkdtemp(prefix="debian-", dir=cache))
        self.root = self.folder / "root"
        self.cgroup = cgroup_root() / self.folder.name

    def __enter__(self):
        for name in ("root", "upper", "work"):
            (self.folder / name).mkdir()
        layers = f"lowerdir={self.base},upperdir={self.folder}/upper,workdir={self.folder}/work"
        must("mount", "-t", "overlay", "overlay", "-o", layers, str(self.root))
        for name in ("resolv.conf", "hosts"):
            shutil.copyfile(Path("/etc", name), self.root / "etc" / name)
        shutil.copyfile("/etc/ssl/certs/ca-certificates.crt", self.root / "etc/ssl/certs/ca-certificates.crt")
        self.cgroup.mkdir()
        self.boot()
        return self

    def boot(self, network: str = "") -> None:
        """network: the name of one that “ip netns” has made, in place of this machine's."""
        into = ["nsenter", f"--net=/run/netns/{network}"] if network else []
        command = [*into, "sh", "-c", BOOT, "sh", str(self.root), str(self.cgroup)]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while self.run("systemctl", "is-system-running").stdout.strip() not in {"running", "degraded"}:
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise NoDebian(f"systemd does not start in {self.root}.")
            time.sleep(0.3)

    @property
    def first(self) -> str:
        """The number of its first process, as this machine counts."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return (children.read_text().split() or [""])[0]

    def run(self, *command: str, env: Mapping[str, str] | None = None, text: str = "", cwd: str = "/"):
        """Run a program in it as its root; its end is left to the caller."""
        inside = ["nsenter", "-t", self.first, "-m", "-u", "-i", "-n", "-p", "-C", "-r", f"--wdns={cwd}", *command]
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"} | (env or {})
        return subprocess.run(inside, env=environment, input=text, capture_output=True, text=True, check=False)

    def cut_power(self) -> None:
        """All that runs in it ends at once, with nothing finished. boot() starts it again."""
        self.process.kill()  # and with it, all that it has started
        self.process.wait()
        deadline = time.monotonic() + PATIENCE
        while populated(self.cgroup) and time.monotonic() < deadline:
            time.sleep(0.1)

    def __exit__(self, *exception):
        self.cut_power()
        subprocess.run(["umount", "-l", str(self.root)], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)
        for group in sorted(self.cgroup.rglob("*"), reverse=True):
            if group.is_dir():
                os.rmdir(group)
        os.rmdir(self.cgroup)


def is_taken(port: int) -> bool:
    with socket.socket() as here:
        here.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            here.bind(("", port))
        except OSError:
            return True
    return False


def populated(cgroup: Path) -> bool:
    """Whether any process is left in it or below."""
    return "populated 1" in (cgroup / "cgroup.events").read_text()


def made(suite: str, cache: Path) -> Path:
    """The folder of an empty Debian of this suite; made by debootstrap where there is none."""
    base = cache / suite
    if not base.exists():
        cache.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(prefix=f"{suite}-", dir=cache))
        must("debootstrap", "--variant=minbase", f"--include={EMPTY}", suite, str(half), MIRROR)
        half.chmod(0o755)
        half.rename(base)
    return base


def cgroup_root() -> Path:
    """Where control groups of the second version are, alone or beside those of the first."""
    for path in (Path("/sys/fs/cgroup/unified"), Path("/sys/fs/cgroup")):
        if (path / "cgroup.procs").exists():
            return path
    raise NoDebian("This machine has no control groups of version 2.")


def must(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoDebian(f"{command[0]} failed: {(done.stderr or done.stdout).strip()[-500:]}")
