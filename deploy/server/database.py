"""PostgreSQL as Debian installs it: its settings, two roles and one database."""

import re
from pathlib import Path

from deploy.server.machine import Failed, Machine, text_of
from deploy.server.packages import BACKUP_ACCOUNT, backup_folder
from deploy.server.services import is_active
from deploy.server.site_file import is_local
from deploy.server.templates import fill

SETTINGS = Path(__file__).parent.parent / "postgresql"
BEGIN, END = "# Of the site, by deploy.server:", "# End of what is the site's."
OWNER = DATABASE = "migs"
BACKUP_ROLE = "migs_backup"
PORT = "5432"


def database(machine: Machine, site: dict[str, str]) -> None:
    if not is_local(site):
        return
    cluster = cluster_of_the_site(machine)
    if not cluster:
        machine.changed("made PostgreSQL's roles and database")  # dry, on a machine that has no PostgreSQL yet
        return
    restart, reload = configure(machine, site, cluster), let_in(machine, site, cluster)
    folder = f"/etc/postgresql/{cluster.name}/main/"  # a run that was killed may have written there, and told nobody
    restart, reload = restart or machine.has_replaced(f"{folder}conf.d/"), reload or machine.has_replaced(folder)
    unit = unit_of(cluster.name)
    if restart or not is_active(machine, unit):
        machine.run("systemctl", "restart", unit, says="restarted PostgreSQL")
    elif reload:
        machine.run("systemctl", "reload", unit, says="had PostgreSQL read its settings again")
    if OWNER not in ask(machine, "SELECT rolname FROM pg_roles"):
        do(machine, f"CREATE ROLE {OWNER} LOGIN", says=f"made the role {OWNER}")
    if DATABASE not in ask(machine, "SELECT datname FROM pg_database"):
        sql = f"CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
        do(machine, sql, says=f"made the database {DATABASE}")
    make_role(machine, site["PUBLIC_ROLE"], "public_role.sql")
    if site.get("BACKUP_REPOSITORY"):
        make_role(machine, BACKUP_ROLE, "backup_role.sql")


def make_role(machine: Machine, role: str, file: str) -> None:
    """What a superuser gives it and takes from everybody, once for each version of the file that says so."""
    sql, applied = (SETTINGS / file).read_text(), f"/var/lib/migs/{file}"
    if machine.read(applied) != f"-- {role}\n{sql}":
        names = ["-v", f"role={role}", "-v", f"database={DATABASE}"]
        do(machine, sql, *names, says=f"made the role {role}")
        machine.remember(applied, f"-- {role}\n{sql}")


def cluster_of_the_site(machine: Machine) -> Path | None:
    """The folder of settings, /etc/postgresql/15 or 17, of the cluster that DATABASE_URL reaches: it names no port.

    An upgrade of Debian leaves the old one there and makes an empty one beside it, with another port.
    """
    found = sorted(machine.at("/etc/postgresql").glob("*/main"), key=lambda path: int(path.parent.name))
    if len(found) < 2:
        return found[0].parent if found else None
    [reached, *others] = [path for path in found if has_usual_port(path)] or [None]
    if not reached or others:
        raise Failed("Of several clusters of PostgreSQL just one must have port 5432: pg_lsclusters lists them.")
    machine.notes.append(
        f"PostgreSQL {reached.parent.name} holds the site. pg_upgradecluster moves it to {found[-1].parent.name}."
        if reached != found[-1]
        else f"PostgreSQL {found[0].parent.name} is not used any more: pg_dropcluster removes it."
    )
    return reached.parent


def has_usual_port(folder: Path) -> bool:
    ports = re.findall(r"(?m)^\s*port\s*=?\s*(\d+)", text_of(folder / "postgresql.conf"))
    return (ports or [PORT])[-1] == PORT


def unit_of(version: str) -> str:
    return f"postgresql@{version}-main"


def read_again(machine: Machine, paths: list[str]) -> None:
    """Have PostgreSQL take up files of its settings that were put back."""
    ours = [path for path in paths if path.startswith("/etc/postgresql/")]
    for version in {path.split("/")[3] for path in ours}:
        action = "restart" if any("/conf.d/" in path for path in ours) else "reload"
        machine.run("systemctl", action, unit_of(version), says="")


def configure(machine: Machine, site: dict[str, str], cluster: Path) -> bool:
    """Whether it must start anew, since what these settings change is read at the start alone."""
    folder = f"/etc/postgresql/{cluster.name}/main/conf.d"
    changed = machine.write(f"{folder}/migs.conf", (SETTINGS / "migs.conf").read_text())
    if site.get("BACKUP_REPOSITORY"):
        text = fill((SETTINGS / "archive.conf").read_text(), {"BACKUP_FOLDER": backup_folder(site)})
        return machine.write(f"{folder}/migs-archive.conf", text) or changed
    if machine.read(f"{folder}/migs-archive.conf"):
        machine.remove(f"{folder}/migs-archive.conf")
        return True
    return changed


def let_in(machine: Machine, site: dict[str, str], cluster: Path) -> bool:
    """The public process and backups come by their accounts, whose names are not those of their roles."""
    folder = f"/etc/postgresql/{cluster.name}/main"
    rules = [f"local {DATABASE} {site['PUBLIC_ROLE']} peer map=migs"]
    names = [f"migs migs-public {site['PUBLIC_ROLE']}"]
    if site.get("BACKUP_REPOSITORY"):
        rules.append(f"local postgres,replication {BACKUP_ROLE} peer map=migs")
        names.append(f"migs {BACKUP_ACCOUNT} {BACKUP_ROLE}")
    changed = False
    for name, lines in (("pg_hba.conf", rules), ("pg_ident.conf", names)):
        text = with_block(machine.read(f"{folder}/{name}"), "\n".join(lines))
        changed |= machine.write(f"{folder}/{name}", text, 0o640, "postgres:postgres")
    return changed


def with_block(text: str, lines: str) -> str:
    """A file with our lines before all others, and with older ones of ours gone."""
    if text.startswith(BEGIN):
        text = text.partition(f"{END}\n")[2]
    return f"{BEGIN}\n{lines}\n{END}\n{text}"


def ask(machine: Machine, sql: str) -> list[str]:
    return machine.ask("psql", "-XAtqc", sql, user="postgres").stdout.split()


def do(machine: Machine, sql: str, *words: str, says: str) -> None:
    command = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", *words, "-f", "-", "postgres"]
    try:
        machine.run(*command, text=sql, user="postgres", says=says)
    except Failed as error:
        raise Failed(f"PostgreSQL could not be set up. {error}") from error
