"""Machines inside this one: each a network namespace with a cable to one bridge, which nothing outside can reach.

What uses them runs in a namespace of its own (unshare --net). Every machine knows where each of the others would be, so
that one whose cable is out answers nothing and refuses nothing: what is sent to it is lost.
"""

import os
import subprocess
import time

BRIDGE, PREFIX = "bridge", "10.77.0"
HERE = f"{PREFIX}.1"
VISITORS = "10.78.0.0/16"  # addresses from which people may come, all of them here
MOST = 40


class Network:
    def __init__(self):
        ip("link", "set", "lo", "up")
        ip("link", "add", "name", BRIDGE, "address", hardware(1), "type", "bridge")
        ip("addr", "add", f"{HERE}/24", "dev", BRIDGE)
        ip("link", "set", BRIDGE, "up")
        ip("route", "add", "local", VISITORS, "dev", "lo")
        know_all([], BRIDGE)


class Host:
    """A machine in the network, without anything that runs on it."""

    def __init__(self, number: int):
        self.address, self.cable = f"{PREFIX}.{number}", f"host{number}"
        ours = os.readlink("/proc/self/ns/net")
        self.keeper = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        while os.readlink(f"/proc/{self.keeper.pid}/ns/net") == ours:
            time.sleep(0.01)
        self.within = ["nsenter", f"--net=/proc/{self.keeper.pid}/ns/net", "--"]
        inside = ["name", "cable", "address", hardware(number), "netns", str(self.keeper.pid)]
        ip("link", "add", "name", self.cable, "type", "veth", "peer", *inside)
        for device in ("lo", "cable"):
            ip("link", "set", device, "up", within=self.within)
        ip("addr", "add", f"{self.address}/24", "dev", "cable", within=self.within)
        ip("route", "add", "default", "via", HERE, within=self.within)
        know_all(self.within, "cable")
        ip("link", "set", self.cable, "up")
        self.plug()

    def plug(self) -> None:
        ip("link", "set", self.cable, "master", BRIDGE)

    def unplug(self) -> None:
        """Both ends go on believing in the cable."""
        ip("link", "set", self.cable, "nomaster")

    def remove(self) -> None:
        self.keeper.kill()
        self.keeper.wait()


def know_all(within: list[str], device: str) -> None:
    lines = "".join(
        f"neigh replace {PREFIX}.{number} lladdr {hardware(number)} dev {device} nud permanent\n"
        for number in range(1, MOST)
    )
    subprocess.run([*within, "ip", "-batch", "-"], input=lines, text=True, check=True)


def hardware(number: int) -> str:
    return f"02:00:00:00:00:{number:02x}"


def ip(*words: str, within: list[str] | None = None) -> None:
    subprocess.run([*(within or []), "ip", *words], check=True)
