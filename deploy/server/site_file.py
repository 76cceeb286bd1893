"""The administrator's file of settings, /etc/migs/site.env, and what each process is told of it."""

import difflib
import itertools
import os
import re
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from deploy.backup.settings import DEFAULTS
from deploy.environment_files import lines_in, values_in

EXAMPLE = Path(__file__).parent.parent / "env.example"
KEYS = "/etc/migs/keys"
LOCAL_POSTGRESQL = "%2Fvar%2Frun%2Fpostgresql"  # by the name of the account, without a password
# What a line of env.example says nothing of on a server that was set up by this command.
ON_A_SERVER = {
    "DATABASE_URL": f"postgresql://migs@{LOCAL_POSTGRESQL}/migs",
    "PUBLIC_ROLE": "migs_public",
    "TRUSTED_PROXIES": "unix",
    "DATA_DIR": "/srv/migs/data",
    "FILE_IDENTITIES": f"{KEYS}/staff-identity",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "HSTS_SECONDS": "3600",
    "CERTIFICATE": "/etc/migs/certificate.pem",
    "FRONT_CACHES": "http://127.0.0.1:8090",
    "STATIC_EDITION_DIR": "/srv/migs/edition",
    "STATIC_EDITION_KEY": f"{KEYS}/edition-key",
    "BACKUP_PASSWORD_FILE": "/etc/migs/backup-password",
}
BACKED_UP = {"BACKUP_STATUS": DEFAULTS["BACKUP_STATUS"]}
# Visitors' pages alone are read there.
OF_THE_PUBLIC = {"DATABASE_REPLICA_URL"}
# Read by commands of the server alone, and by no process of the site.
OF_THE_SERVER = {
    "TLS_CERTIFICATE",
    "TLS_KEY",
    "CERTBOT_EMAIL",
    "STAFF_NETWORKS",
    "PUBLIC_DATABASE_URL",
    "PUBLIC_MEDIA_STORAGE_URL",
}
# Without which deploy.backup does nothing; what the file leaves out it is told in its environment.
FOR_BACKUPS = ["DATA_DIR", "BACKUP_PASSWORD_FILE", "BACKUP_STATUS"]
OF_BACKUPS = "BACKUP_"  # how the names of deploy.backup begin
OF_BACKUPS_AND_THE_SITE = {"BACKUP_STATUS"}
# Chosen by this command for each process; in the file they are for other ways to run the site.
OF_THE_PROCESS = {"SERVES", "STATIC_DIR", "SHOW_STYLE_GUIDE", "DEBUG"}
# The public process is told these and nothing else: what is not named here, it never learns.
FOR_THE_PUBLIC = {
    "ALLOWED_HOSTS", "BASE_URL", "CLAMD_URL", "DATABASE_POOL_SIZE", "DATABASE_REPLICA_URL", "DATA_DIR",
    "DEFAULT_FROM_EMAIL", "ERRORS_TO", "FILE_RECIPIENTS", "HSTS_PRELOAD", "HSTS_SECONDS", "HSTS_SUBDOMAINS",
    "LOG_FORMAT", "LOG_LEVEL", "OTHER_HOSTS", "PAGE_CACHE_MB", "PUBLIC_ROLE", "STAFF_URL", "TRUSTED_PROXIES",
}  # fmt: skip
# Folders that are given to an account, and with them all that lies there.
OF_AN_ACCOUNT = {"DATA_DIR": "/srv/migs/data", "STATIC_EDITION_DIR": "/srv/migs/edition",
                 "BACKUP_FOLDER": DEFAULTS["BACKUP_FOLDER"]}  # fmt: skip
# The second place of backups is given away like these, if it is a folder.
PLACE = "BACKUP_REPOSITORY"
# What the units hide from services, or show them a copy of (PrivateTmp, ProtectHome).
HIDDEN = ["/dev", "/home", "/proc", "/root", "/run", "/sys", "/tmp", "/var/tmp"]  # noqa: S108 (refused, never written to)
# Where none may lie: that, and what is the system's or is emptied.
TAKEN = [
    *HIDDEN, "/bin", "/boot", "/etc", "/lib", "/lib64", "/lost+found", "/sbin", "/srv/migs/releases",
    "/srv/migs/static", "/srv/migs/tmp", "/usr", "/var/lib/migs/backup", "/var/lib/postgresql",
]  # fmt: skip
OF_OTHERS = ["/media", "/mnt", "/opt", "/var/cache/nginx", "/var/lib/migs", "/var/log/nginx"]
# Files that are given to an account as well, or that it reads at night.
FOR_AN_ACCOUNT = {
    "STATIC_EDITION_KEY": f"{KEYS}/edition-key",
    "BACKUP_PASSWORD_FILE": "/etc/migs/backup-password",
    "BACKUP_ENVIRONMENT": "/etc/migs/backup.env",
}
NOT_PLAIN = re.compile(r"""["'\\\s]""")  # systemd and a shell would read them in two ways
PLAIN_PATH = re.compile(r"/[\w/.+@-]*")  # systemd, nginx and the shell of archive_command take each sign as it is
ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")
WORDS_OF_PG_HBA = {"all", "replication", "samegroup", "samerole", "sameuser"}


class WrongFile(Exception):
    """The sentences that say what is wrong, one a line."""


def read(path: Path) -> dict[str, str]:
    """What the file says, and what a server is told without being asked. Raises WrongFile."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise WrongFile(f"{path} cannot be read ({error.strerror}): copy deploy/env.example there first.") from error
    except UnicodeDecodeError as error:
        raise WrongFile(f"{path} is not text in UTF-8: write it anew.") from error
    values = {name: value for name, value in values_in(text).items() if f"{name}={value}" not in examples()}
    problems = [*wrong_lines(lines_in(text)), *wrong_values(values)]
    if problems:
        raise WrongFile("\n".join(problems))
    site = ON_A_SERVER | {name: value for name, value in values.items() if value or name not in ON_A_SERVER}
    is_new = site.get("BACKUP_REPOSITORY") and not site.get("BACKUP_STATUS")
    return site | (BACKED_UP if is_new else {})


def examples() -> set[str]:
    """Lines that nobody has filled in yet."""
    return {line for line in EXAMPLE.read_text().splitlines() if "PASSWORD@" in line}


def known_names() -> set[str]:
    return set(re.findall(r"(?m)^(\w+)=", EXAMPLE.read_text()))


def wrong_lines(lines: list[tuple[int, str]]) -> list[str]:
    """A sentence for each line that is no setting, or one that nobody knows, or stands there twice."""
    problems, known, seen = [], known_names(), set()
    for number, line in lines:
        name, equals, value = line.partition("=")
        if hidden := sorted({char for char in line if not char.isprintable()}):
            signs = ", ".join(f"U+{ord(char):04X}" for char in hidden)
            problems.append(f"Line {number} contains invisible characters ({signs}): type it again.")
        elif not (equals and name):
            problems.append(f"Line {number} is “{line[:30]}”, but a line is NAME=VALUE.")
        elif name not in known:
            if (meant := name.split()[-1:]) and meant[0] in known:
                problems.append(f"Line {number} must begin with “{meant[0]}=”, without spaces and “export”.")
                continue
            near = difflib.get_close_matches(name, sorted(known), n=1)
            hint = f" Is {near[0]} meant?" if near else ""
            problems.append(f"Line {number}: there is no setting {name[:30]}.{hint}")
        elif name in seen:
            problems.append(f"Line {number}: {name} is set a second time.")
        elif NOT_PLAIN.search(value):
            problems.append(f"Line {number}: {name} must be written without quotes, backslashes and spaces.")
        seen.add(name)
    return problems


def wrong_values(values: dict[str, str]) -> list[str]:
    """What this command itself stands on; the rest is looked at by the settings of the site, before it starts."""
    problems = [f"{name} must be set." for name in ("BASE_URL", "DEFAULT_FROM_EMAIL") if not values.get(name)]
    for name in ("BASE_URL", "STAFF_URL"):
        if values.get(name) and not re.fullmatch(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+", values[name]):
            problems.append(f"{name} is “{values[name]}”, but must look like https://migs.example.org, without a path.")
    if values.get("STAFF_NETWORKS") and values.get("STAFF_URL") in (None, "", values.get("BASE_URL")):
        problems.append("STAFF_NETWORKS needs a STAFF_URL of its own: on the public name staff sign in from anywhere.")
    if bool(values.get("TLS_CERTIFICATE")) != bool(values.get("TLS_KEY")):
        problems.append("TLS_CERTIFICATE and TLS_KEY must be set together, or neither.")
    for name in ("TLS_CERTIFICATE", "TLS_KEY"):
        if values.get(name) and not Path(values[name]).is_file():
            problems.append(f"{name}: there is no file {values[name]}.")
    problems += [*wrong_folders(values), *wrong_files(values), *wrong_role(values), *wrong_proxies(values)]
    if not is_local(values) and not values.get("PUBLIC_DATABASE_URL"):
        problems.append("PUBLIC_DATABASE_URL must be set where DATABASE_URL names another machine.")
    if values.get("MEDIA_STORAGE_URL") and not values.get("PUBLIC_MEDIA_STORAGE_URL"):
        problems.append("PUBLIC_MEDIA_STORAGE_URL must be set where MEDIA_STORAGE_URL is: its key may only read.")
    return problems


def wrong_proxies(values: dict[str, str]) -> list[str]:
    """nginx alone is told these; the site is told to trust nginx."""
    problems = []
    for word in values.get("TRUSTED_PROXIES", "").split(","):
        try:
            is_everybody = word not in ("", "unix") and ip_network(word).prefixlen == 0
        except ValueError:
            problems.append(f"TRUSTED_PROXIES: “{word}” is not a network such as 127.0.0.1 or 10.0.0.0/8.")
            continue
        if is_everybody:
            problems.append(
                f"TRUSTED_PROXIES: {word} is everybody: any visitor could then claim to come from any address."
            )
    return problems


def wrong_folders(values: dict[str, str]) -> list[str]:
    problems, place = [], values.get(PLACE, "")
    folders = {name: values.get(name, "") for name in OF_AN_ACCOUNT} | ({PLACE: place} if place[:1] == "/" else {})
    for name, path in folders.items():
        usual = OF_AN_ACCOUNT.get(name, "/mnt/backup/migs")
        if path and not path.startswith("/"):
            problems.append(f"{name} is “{path}”, but must be a whole path, such as {usual}.")
        elif path and not PLAIN_PATH.fullmatch(path):
            problems.append(f"{name} is “{path}”, but must be a path of letters, digits and / . _ - + @ alone.")
        elif path and not is_of_its_own(Path(os.path.normpath(path))):
            problems.append(f"{name} is “{path}”, but must be a folder of its own, such as {usual}.")
    if place and not re.match(r"/|(?!local:)\w+:", place):
        problems.append(f"{PLACE} is “{place}”, but must be a whole path or begin with sftp: or s3:.")
    return problems or in_each_other({name: path or OF_AN_ACCOUNT[name] for name, path in folders.items()})


def in_each_other(folders: dict[str, str]) -> list[str]:
    """The edition may lie in DATA_DIR, whose account is the same; what is another's nowhere in what is one's own."""
    pairs = itertools.combinations({name: Path(os.path.normpath(path)) for name, path in folders.items()}.items(), 2)
    return [
        f"{one} and {other} must be two folders, and neither may lie in the other."
        for (one, first), (other, second) in pairs
        if (first.is_relative_to(second) or second.is_relative_to(first))
        and ({one, other} != {"DATA_DIR", "STATIC_EDITION_DIR"} or first.is_relative_to(second))
    ]


def wrong_files(values: dict[str, str]) -> list[str]:
    problems = []
    for name, usual in FOR_AN_ACCOUNT.items():
        path = Path(os.path.normpath(values.get(name) or usual))
        hidden = [*HIDDEN, KEYS] if name.startswith(OF_BACKUPS) else HIDDEN
        is_of_the_system = path.is_relative_to("/etc") and not path.is_relative_to("/etc/migs")
        if not PLAIN_PATH.fullmatch(str(path)) or is_of_the_system or any(map(path.is_relative_to, hidden)):
            problems.append(f"{name} is “{values[name]}”, but must be a file of its own, such as {usual}.")
    return problems


def wrong_role(values: dict[str, str]) -> list[str]:
    """It is let in by its name, and may be nobody else: the public process would have the rights of that role."""
    role = values.get("PUBLIC_ROLE") or ON_A_SERVER["PUBLIC_ROLE"]
    owner = urlsplit(values.get("DATABASE_URL") or ON_A_SERVER["DATABASE_URL"]).username
    if ROLE.fullmatch(role) and role not in {owner, "migs", "migs_backup", "postgres", *WORDS_OF_PG_HBA}:
        return []
    return [f"PUBLIC_ROLE is “{role}”, but must be the name of a role that is nobody else's, such as migs_public."]


def is_of_its_own(path: Path) -> bool:
    """Whether nothing else lies there, or it there: never /srv, which would be given away with all that it holds."""
    others = [*OF_OTHERS, *(usual for usual in OF_AN_ACCOUNT.values() if usual != str(path))]
    is_above = any(Path(other).is_relative_to(path) for other in [*TAKEN, *others])
    return not is_above and not any(path.is_relative_to(taken) for taken in TAKEN)


def is_local(values: dict[str, str]) -> bool:
    """Whether this command makes the database, on this machine."""
    return (values.get("DATABASE_URL") or ON_A_SERVER["DATABASE_URL"]) == ON_A_SERVER["DATABASE_URL"]


def of_process(process: str, values: dict[str, str], secret_key: str) -> dict[str, str]:
    """What /etc/migs/{public,staff,worker}.env says: only what that process may know."""
    known = {name: value for name, value in values.items() if value and is_for(process, name)}
    known |= {"SECRET_KEY": secret_key, "SERVES": "everything" if process == "worker" else process}
    if process == "public":
        known["DATABASE_URL"] = values.get("PUBLIC_DATABASE_URL") or public_url(values)
        if values.get("PUBLIC_MEDIA_STORAGE_URL"):
            known["MEDIA_STORAGE_URL"] = values["PUBLIC_MEDIA_STORAGE_URL"]
    return known


def host_of(address: str) -> str:
    return urlsplit(address).hostname or ""


def with_or_without_www(host: str) -> list[str]:
    """The same as in migs_site/settings_validators.py, which is not there where nginx runs alone; a test compares."""
    if host.rpartition(".")[2].isdecimal():
        return []
    return [host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"]


def names_of(values: Mapping[str, str]) -> list[str]:
    """All that nginx answers to and the certificate must hold; the first is the public one."""
    public = host_of(values["BASE_URL"])
    others = [name for name in values.get("OTHER_HOSTS", "").split(",") if name] or with_or_without_www(public)
    return list(dict.fromkeys(filter(None, [public, *others, host_of(values.get("STAFF_URL", ""))])))


def as_text(values: dict[str, str]) -> str:
    lines = "".join(f"{name}={values[name]}\n" for name in sorted(values))
    return f"# Made from /etc/migs/site.env by “deploy.server apply”: change it there.\n{lines}"


def is_for(process: str, name: str) -> bool:
    if process == "public":
        return name in FOR_THE_PUBLIC
    of_backups = name.startswith(OF_BACKUPS) and name not in OF_BACKUPS_AND_THE_SITE
    return not (of_backups or name in OF_THE_SERVER | OF_THE_PROCESS | OF_THE_PUBLIC)


def public_url(values: dict[str, str]) -> str:
    return f"postgresql://{values['PUBLIC_ROLE']}@{LOCAL_POSTGRESQL}{urlsplit(values['DATABASE_URL']).path}"
