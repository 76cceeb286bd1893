"""What must hold on a server that was set up: looked at from inside it. Each check returns what was seen, or raises."""

import re
import time

from deploy.systemd.check import MOST_EXPOSED
from deploy.walk.debian import Debian

PAGES = [
    ("https://migs.example.org/en/", 200),
    ("https://migs.example.org/fr/", 200),
    ("https://migs.example.org/-/ready", 404),
    ("https://migs.example.org/admin/", 404),
    ("https://www.migs.example.org/en/", 308),
    ("http://migs.example.org/en/", 301),
    ("https://staff.migs.example.org/admin/login/", 200),
    ("https://migs.example.org/static/css/index.css", 200),
    ("http://127.0.0.1:8090/-/ready", 200),
]
UNITS = "/etc/systemd/system"
PATIENCE = 180  # seconds for everything after a restart
SERVICES = ("public", "staff", "worker")
# A process of the site as its unit has it, but for what it runs.
TRY = r"""
s#^ExecStart=.*#ExecStart=/srv/migs/current/.venv/bin/python -m deploy.walk.hardened#
s#^Type=.*#Type=oneshot\nStandardOutput=truncate:/var/log/migs-try.log\nStandardError=append:/var/log/migs-try.log#
s#^WorkingDirectory=.*#&\nEnvironment=DJANGO_SETTINGS_MODULE=migs_site.settings#
/^Restart/d
/^NotifyAccess/d
/^ExecReload/d
/^Requires/d
"""


COMMIT = "git -c user.name=Walk -c user.email=walk@example.org commit -qam"
READER = """
touch /run/reading
: > /var/log/migs-read.log
(while [ -e /run/reading ]; do
    curl -s -m 60 -o /dev/null -w '%{http_code}\\n' --unix-socket /run/migs/public.sock -H 'X-Forwarded-Proto: https' \\
        -H 'X-Forwarded-For: 127.0.0.1' http://migs.example.org/en/ >> /var/log/migs-read.log
    sleep 0.1
done) > /dev/null 2>&1 &
"""
# A moment after a step has ended, so within the next one.
KILLED = """
python3 -u -m deploy.server apply > /run/apply.log 2>&1 & number=$!
until grep -q "^$1:" /run/apply.log || ! kill -0 $number 2> /dev/null; do sleep 0.02; done
sleep 0.3
kill -9 $number
cat /run/apply.log
"""
# A restore beside the site, with what the site itself does then, each as its own account.
RESTORED = """
install -d -o postgres -g postgres -m 700 /var/lib/postgresql/tried
install -d -o migs -g migs -m 755 /srv/migs/tried
python3 -m deploy.backup restore --database /var/lib/postgresql/tried --files /srv/migs/tried
find /var/lib/postgresql/tried /srv/migs/tried -printf '%u\\n' | sort -u
ls -d /var/lib/migs-restore-* && exit 1
rm -r /var/lib/postgresql/tried /srv/migs/tried
"""
WHAT_IS_SERVED = "for id in $(pgrep -f '[m]igs_site.wsgi'); do readlink /proc/$id/cwd; done | sort -u"


class Broken(Exception):
    """Something is not as it must be."""


def check_pages(debian: Debian, environment: dict[str, str]) -> str:
    """Pages over TLS, from nginx:"""
    seen = []
    for address, expected in PAGES:
        ask = ["curl", "-sk", "-m", "30", "-o", "/dev/null", "-w", "%{http_code}", address]
        status = debian.run(*ask).stdout
        if status != str(expected):
            log = debian.run("journalctl", "-u", "migs-public", "-u", "migs-staff", "-n", "20", "--no-pager").stdout
            raise Broken(f"{address} answers {status}, not {expected}.\n{log[-3000:]}")
        seen.append(f"{address.partition('://')[2]} {status}")
    return ", ".join(seen)


def check_hardening(debian: Debian, environment: dict[str, str]) -> str:
    """Exposure of the units, and what they do and may not do:"""
    seen = []
    for name in SERVICES:
        text = debian.run("systemd-analyze", "security", "--no-pager", f"migs-{name}.service").stdout
        exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", text)
        if not exposure or float(exposure[1]) > MOST_EXPOSED:
            raise Broken(f"migs-{name}.service is exposed:\n{text[-2000:]}")
        tries = try_inside(debian, name)
        seen.append(f"{name} {exposure[1]}, {tries} tries")
    return "; ".join(seen)


def try_inside(debian: Debian, name: str) -> int:
    """How many things were tried (deploy/walk/hardened.py) in a unit like this one."""
    unit = "/run/systemd/system/migs-try.service"
    debian.run("sh", "-c", f"sed -f - {UNITS}/migs-{name}.service > {unit} && systemctl daemon-reload", text=TRY)
    done = debian.run("systemctl", "start", "migs-try.service")
    said = debian.run("cat", "/var/log/migs-try.log").stdout
    debian.run("sh", "-c", f"rm {unit}; systemctl daemon-reload")
    if done.returncode or "NOT" in said:
        raise Broken(f"In migs-{name}.service:\n{said[-3000:]}{done.stderr}")
    return said.count("as it should be")


def check_backup(debian: Debian, environment: dict[str, str]) -> str:
    """Backups:"""
    look = "systemctl list-timers --no-pager | grep -c migs-backup; python3 -m deploy.backup list"
    done = debian.run("sh", "-c", look, env=environment, cwd="/srv/migs/current")
    if done.returncode or not done.stdout.startswith("2"):
        raise Broken(f"There is no backup:\n{done.stdout}{done.stderr}")
    places = ["/mnt/backup/migs", "/var/backups/migs", "/var/lib/migs/backup"]
    owners = set(debian.run("find", *places, "-printf", "%u\n").stdout.split())
    tried = debian.run("sh", "-c", RESTORED, env=environment, cwd="/srv/migs/current")
    is_whole = not tried.returncode and "Everybody is signed out." in tried.stdout
    if owners != {"migs-backup", "postgres"} or not is_whole:
        raise Broken(f"Owners {owners}:\n{tried.stdout}{tried.stderr}")
    return f"2 timers, {' '.join(done.stdout.split()[1:])[:200]}, none of root’s; restored: {tried.stdout.split()[-2:]}"


def check_second_run(debian: Debian, environment: dict[str, str]) -> str:
    """A second run changes nothing:"""
    before = fingerprint(debian)
    done = apply(debian, environment)
    changed = [line for line in done.stdout.splitlines() if not re.fullmatch(r"[\w ]+: nothing to do|Note: .*", line)]
    if done.returncode or changed or fingerprint(debian) != before:
        raise Broken(f"It did:\n{done.stdout}{done.stderr}{set(fingerprint(debian)) ^ set(before)}")
    return f"{len(done.stdout.splitlines())} lines, {len(before)} files as they were"


def apply(debian: Debian, environment: dict[str, str]):
    return debian.run("python3", "-m", "deploy.server", "apply", env=environment, cwd="/opt/migs-site")


def fingerprint(debian: Debian) -> list[str]:
    """Of each file that the command writes: its place on the disk, and when it was written."""
    places = "/etc/migs /etc/nginx /etc/postgresql /etc/systemd /srv/migs/releases /srv/migs/static /srv/migs/current"
    return debian.run(
        "sh", "-c", f"find {places} -not -name '*.pyc' -printf '%p %i %T@ %m\\n' | sort"
    ).stdout.splitlines()


def check_an_update(debian: Debian, environment: dict[str, str]) -> str:
    """An update while somebody reads, without nginx and what it keeps:"""
    debian.run("sh", "-c", READER)
    debian.run("sh", "-c", f"echo >> README.md && {COMMIT} 'Change a word'", cwd="/opt/migs-site")
    done = apply(debian, environment)
    debian.run("rm", "/run/reading")
    time.sleep(3)
    counts = debian.run("sh", "-c", "sort /var/log/migs-read.log | uniq -c").stdout.split()
    served = debian.run("sh", "-c", WHAT_IS_SERVED).stdout.split()
    current = debian.run("readlink", "/srv/migs/current").stdout.split()
    if done.returncode or counts[1:] != ["200"] or served != current:
        raise Broken(f"{done.stdout}{done.stderr}Answers: {counts}; served: {served}, current: {current}")
    return f"{counts[0]} answers, all 200; every process runs {served[0].rpartition('-')[2]}"


def check_a_broken_release(debian: Debian, environment: dict[str, str]) -> str:
    """A release that starts and does not answer goes back by itself, with its units and PostgreSQL's settings:"""
    wrong = 'raise RuntimeError("a mistake that no check sees")'
    spoil = [
        f"sed -i 's/^def application(environ, start_response):/&\\n    {wrong}/' migs_site/wsgi.py",
        "echo '# Changed' >> deploy/systemd/migs-staff.service",
        "echo 'work_mem = 5MB' >> deploy/postgresql/migs.conf",
    ]
    return goes_back(debian, environment, spoil)


def check_settings_that_stop_postgresql(debian: Debian, environment: dict[str, str]) -> str:
    """Settings that PostgreSQL does not start with go back by themselves:"""
    return goes_back(debian, environment, ["echo 'shared_buffers = none' >> deploy/postgresql/migs.conf"])


def goes_back(debian: Debian, environment: dict[str, str], spoil: list[str]) -> str:
    before = what_is_set(debian)
    debian.run("sh", "-c", f"{' && '.join(spoil)} && {COMMIT} 'Make a mistake'", cwd="/opt/migs-site")
    done = apply(debian, environment)
    debian.run("git", "reset", "-q", "--hard", "HEAD~1", cwd="/opt/migs-site")
    after = what_is_set(debian)
    if not done.returncode or after != before or "is back and answers" not in done.stderr:
        raise Broken(f"It did not:\n{done.stdout}{done.stderr}{before}{after}")
    check_pages(debian, environment)
    return done.stderr.strip().splitlines()[-1]


def check_an_update_that_is_killed(debian: Debian, environment: dict[str, str]) -> str:
    """An update that is killed in four of its steps, and the next one that goes back to what was before all of them:"""
    before = what_is_set(debian)
    spoil = [
        "echo 'raise RuntimeError' >> migs_site/settings.py",
        "echo '# Changed' >> deploy/systemd/migs-staff.service",
        "echo 'work_mem = 5MB' >> deploy/postgresql/migs.conf",
    ]
    debian.run("sh", "-c", f"{' && '.join(spoil)} && {COMMIT} 'Make a mistake'", cwd="/opt/migs-site")
    for step in ("Folders", "Database", "Backups", "Units"):
        done = debian.run("sh", "-c", KILLED, "sh", step, env=environment, cwd="/opt/migs-site")
        if f"{step}:" not in done.stdout:
            raise Broken(f"It never came to the end of {step}:\n{done.stdout}{done.stderr}")
    done = apply(debian, environment)
    debian.run("git", "reset", "-q", "--hard", "HEAD~1", cwd="/opt/migs-site")
    after = what_is_set(debian)
    unread = debian.run("sh", "-c", "systemctl show -p NeedDaemonReload --value 'migs-*' | grep -c yes").stdout.strip()
    if not done.returncode or after != before or unread != "0" or "is back and answers" not in done.stderr:
        raise Broken(f"It did not ({unread} units to be read):\n{done.stdout}{done.stderr}{before}{after}")
    check_pages(debian, environment)
    return done.stderr.strip().splitlines()[-1]


def what_is_set(debian: Debian) -> str:
    """The release that is served, sums of all that is written for it, and what PostgreSQL goes by."""
    files = "find /etc/migs /etc/systemd/system /etc/postgresql /etc/nginx -type f | sort | xargs sha256sum"
    return debian.run(
        "sh", "-c", f"readlink /srv/migs/current; {files}; setpriv --reuid=postgres psql -XAtc 'SHOW work_mem'"
    ).stdout


def check_a_power_cut(debian: Debian, environment: dict[str, str]) -> str:
    """Without power in the middle of everything, then started again:"""
    began = time.monotonic()
    debian.cut_power()
    debian.boot()
    pages_soon(debian)
    failed = debian.run("systemctl", "--failed", "--plain", "--no-legend", "migs-*").stdout
    if failed:
        raise Broken(f"After a restart: {failed}")
    return f"every page after {time.monotonic() - began:.0f} seconds, with nobody's help"


def pages_soon(debian: Debian) -> str:
    """As check_pages, once all is so; the worker tells nginx of what has changed a moment later."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            check_pages(debian, {})
        except Broken:
            if time.monotonic() > deadline:
                raise
            time.sleep(1)
        else:
            return f"{len(PAGES)} addresses answer as they should"
