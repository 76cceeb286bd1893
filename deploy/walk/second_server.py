"""What docs/operating.md has a second server do, on two Debians, by its commands: the site moves there; then it follows
the first one's database, takes its place, and is followed in turn.

python3 -m deploy.walk.second_server [bookworm|trixie]     as root on Debian, with debootstrap and iproute2

While they are set up and the site moves, one runs at a time, since they share this machine's network; then each has its
own, with the addresses of the page.
"""

import inspect
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from deploy.server.machine import HANDED_ON
from deploy.walk.debian import Debian, NoDebian, must
from deploy.walk.instructions import ROOT, blocks, set_up, take
from deploy.walk.looking import Broken, pages_soon

VERSIONS = {"bookworm": "15", "trixie": "17"}  # of PostgreSQL
NETWORKS = {"migs-a": "10.0.0.1", "migs-b": "10.0.0.2"}
PASSWORD = "of-the-walk"  # noqa: S105 (of databases that end with it)
MOVED = "SELECT count(*), md5(string_agg(title, '' ORDER BY id)) FROM wagtailcore_page"
FOLLOWING = "SELECT application_name FROM pg_stat_replication WHERE state = 'streaming'"
WAITED_FOR = "SELECT application_name FROM pg_stat_replication WHERE sync_state = 'sync'"
PATIENCE = 60  # seconds
READY = "http://127.0.0.1:8090/-/ready"
# What is asked of Django behind nginx, which would show what it has kept.
PAGE = "--unix-socket /run/migs/public.sock -H X-Forwarded-Proto:https http://migs.example.org/fr/"
LET_OUT = "[Service]\nIPAddressAllow=10.0.0.0/24\n"


def main(suite: str = "bookworm") -> int:
    environment = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    cache = ROOT / "var" / "walk"
    try:
        with Debian(suite, cache) as first, Debian(suite, cache) as second, two_networks():
            second.cut_power()
            print("The site has moved:", moved(first, second, environment), flush=True)
            for debian, name in zip((first, second), NETWORKS, strict=True):
                debian.cut_power()
                debian.boot(name)
            print("The second follows the first:", follows(first, second, VERSIONS[suite]), flush=True)
            print("The first is lost:", promoted(first, second, VERSIONS[suite]), flush=True)
            print("The first is back, and follows:", is_back(first, second, VERSIONS[suite]), flush=True)
    except (NoDebian, Broken) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


@contextmanager
def two_networks() -> Iterator[None]:
    """One each, with a cable between them."""
    [(one, address), (other, its_address)] = NETWORKS.items()
    commands = [f"ip netns add {name}" for name in NETWORKS] + [
        f"ip link add to-b netns {one} type veth peer name to-a netns {other}",
        f"ip -n {one} address add {address}/24 dev to-b",
        f"ip -n {other} address add {its_address}/24 dev to-a",
        *(f"ip -n {name} link set {link} up" for name, link in ((one, "to-b"), (other, "to-a"))),
        *(f"ip -n {name} link set lo up" for name in NETWORKS),
    ]
    try:
        for command in commands:
            must(*command.split())
        yield
    finally:
        for name in NETWORKS:
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)


def moved(first: Debian, second: Debian, environment: Mapping[str, str]) -> str:
    [leave, arrive] = blocks("Moving the site")
    set_up(first, environment)
    said = "".join(take(first, line, environment) for line in leave)
    checksum = re.search(r"\b[0-9a-f]{64}\b", said)
    if not checksum:
        raise Broken(f"The export says no checksum:\n{said}")
    before, identity = database(first, MOVED), first.run("cat", "/etc/migs/keys/staff-identity").stdout
    first.cut_power()

    second.boot()
    set_up(second, environment, filled=False)
    second.run("tee", "-a", "/etc/migs/keys/staff-identity", text=identity)
    shutil.copytree(first.root / "srv" / "moving", second.root / "srv" / "moving")
    for line in [*arrive, "python3 -m deploy.server apply"]:
        take(second, line.replace("CHECKSUM", checksum[0]), environment)
    if database(second, MOVED) != before:
        raise Broken(f"Other pages than before: {before} {database(second, MOVED)}")
    return f"{before.split('|')[0]} pages, the same; {pages_soon(second)}"


def follows(first: Debian, second: Debian, version: str) -> str:
    """The first has the database alone, the second the site as well, and the copy."""
    [rules, roles, copy, waited_for, settings] = as_they_are_here("A second database server", version)
    for debian in (first, second):
        folder = f"/etc/postgresql/{version}/main"
        take(debian, f"cp deploy/postgresql/migs.conf deploy/postgresql/two_servers.conf {folder}/conf.d/")
        debian.run("tee", "-a", f"{folder}/pg_hba.conf", text="\n".join(["", *rules, ""]))
        take(debian, "systemctl restart postgresql")
    take(first, "systemctl stop 'migs-*'")
    for sql in roles:
        database(first, sql)
    for line in copy:
        take(second, line)
    until(lambda: database(first, FOLLOWING) == "b")
    for sql in waited_for:
        database(first, sql)
    until(lambda: database(first, WAITED_FOR) == "b")
    second.run("mkdir", "-p", "/etc/systemd/system/migs-.service.d")
    second.run("tee", "/etc/systemd/system/migs-.service.d/machines.conf", text=LET_OUT)
    second.run(
        "sed", "-i", "/^DATABASE_URL=/d; /^PUBLIC_DATABASE_URL=/d; /^DATABASE_REPLICA_URL=/d", "/etc/migs/site.env"
    )
    second.run("tee", "-a", "/etc/migs/site.env", text="\n".join([*settings, ""]))
    take(second, "python3 -m deploy.server apply")
    return pages_soon(second)


def promoted(first: Debian, second: Debian, version: str) -> str:
    first.cut_power()
    began = time.monotonic()
    until(lambda: status(second, READY) == "503")
    alone = status(second, PAGE)
    take(second, f"pg_ctlcluster {version} main promote")
    for sql in ("ALTER SYSTEM SET synchronous_standby_names = ''", "SELECT pg_reload_conf()"):
        database(second, sql)
    until(lambda: status(second, READY) == "200")
    took = time.monotonic() - began
    if alone != "200":
        raise Broken(f"Without the first a page is answered with {alone}.")
    take(second, "python3 -m deploy.server manage staff_login after@example.org")
    return f"pages went on, and all was ready {took:.0f} seconds after the loss; {pages_soon(second)}"


def is_back(first: Debian, second: Debian, version: str) -> str:
    [_rules, _roles, copy, waited_for, _settings] = as_they_are_here("A second database server", version)
    must("ip", "-n", "migs-a", "link", "set", "to-b", "down")
    first.boot("migs-a")
    take(first, f"systemctl stop postgresql@{version}-main")
    must("ip", "-n", "migs-a", "link", "set", "to-b", "up")
    for line in copy:
        take(
            first,
            line.replace("-S b", "-S a").replace("application_name=b", "application_name=a").replace("0.0.1", "0.0.2"),
        )
    until(lambda: database(second, FOLLOWING) == "a")
    for sql in waited_for:
        database(second, sql.replace("'b'", "'a'"))
    until(lambda: database(second, WAITED_FOR) == "a")
    take(second, "python3 -m deploy.server manage staff_login again@example.org")
    found = database(
        first, "SELECT count(*) FROM accounts_user WHERE email IN ('after@example.org', 'again@example.org')"
    )
    if found != "2":
        raise Broken(f"Of two members of staff the copy has {found}.")
    return f"it has what was written meanwhile and since; {pages_soon(second)}"


def as_they_are_here(title: str, version: str) -> list[list[str]]:
    """The blocks of a section, with our password, and the version of this Debian."""
    text = {"…": PASSWORD, "/17/": f"/{version}/", "@17-": f"@{version}-"}
    return [[re.sub("|".join(text), lambda found: text[found[0]], line) for line in block] for block in blocks(title)]


def database(debian: Debian, sql: str) -> str:
    done = debian.run("sudo", "-u", "postgres", "psql", "-XAtq", "-d", "migs", "-c", sql)
    if done.returncode:
        raise Broken(f"“{sql}” failed:\n{done.stderr}")
    return done.stdout.strip()


def status(debian: Debian, words: str) -> str:
    return debian.run("curl", "-s", "-m", "10", "-o", "/dev/null", "-w", "%{http_code}", *words.split()).stdout


def until(is_so) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            raise Broken(f"It did not come to this in a minute: {inspect.getsource(is_so).strip()}")
        time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
