"""From one release to the next, and back where the next does not answer."""

import os
import shutil

from deploy.server import database, services
from deploy.server.keys import environments
from deploy.server.machine import Failed, Machine
from deploy.server.releases import CURRENT, head, newest, publish_static_files, python_of
from deploy.server.services import READY, bring_up, known_states
from deploy.server.site_file import as_text

UNCHANGED = "Nothing that is served was changed."
COLLECTED = ".collected"  # a file that a release has once its static files are whole
COLLECT = ["collectstatic", "--no-input", "--verbosity=0"]


def update(machine: Machine, site: dict[str, str]) -> None:
    """Prepare what the checked-out release needs, and let the services take it up. Raises Failed if it is not ready."""
    release = newest(machine, head(machine))  # an older one where somebody goes back by hand
    before = known_states(machine).get(READY, "")  # the link may lead where a run was cut off
    settings = environments(machine, site)
    texts = {f"/etc/migs/{name}.env": as_text(values) for name, values in settings.items()}
    if not release:
        machine.changed("would look at the new release, migrate and start it")  # dry, on a new machine
        return
    if release != before or any(machine.read(path) != text for path, text in texts.items()):
        prepare(machine, release, settings)
    elif manage(machine, release, settings["staff"], "migrate", "--check").returncode:
        migrate(machine, release, settings["staff"])
    for path, text in texts.items():
        group = "migs-public" if path.endswith("/public.env") else "migs"
        machine.write(path, text, 0o640, f"root:{group}")
    machine.point(CURRENT, release)
    bring_up(machine, release, is_first=not before)


def prepare(machine: Machine, release: str, settings: dict[str, dict[str, str]]) -> None:
    """Nothing that is seen, and nothing that the running release could not live with: migrations only add."""
    for name, values in settings.items():
        done = manage(machine, release, values, "check", "--deploy")
        if done.returncode:
            raise Failed(f"The {name} process would not start:\n{done.stderr.strip()}")
    if not machine.at(f"{release}/{COLLECTED}").exists():
        collect(machine, release, settings["staff"])
    migrate(machine, release, settings["staff"])
    if machine.changed("published static files"):
        publish_static_files(machine, release)


def collect(machine: Machine, release: str, values: dict[str, str]) -> None:
    """The static files of a release, anew where a run was cut off that had begun."""
    if not machine.dry:
        shutil.rmtree(machine.at(f"{release}/var/static"), ignore_errors=True)
    must(machine, release, values, *COLLECT, says="collected static files", user="root")
    if not machine.dry:
        os.sync()  # as in releases.unpack
        machine.at(f"{release}/{COLLECTED}").touch()


def migrate(machine: Machine, release: str, values: dict[str, str]) -> None:
    must(machine, release, values, "migrate_safely", says="brought the database up to date")


def go_back(machine: Machine) -> str:
    """After a step that failed: settings, units and release as they were when all was ready last; what to say of it.

    What was added stays: packages, accounts, keys, folders, columns of tables; before the first release, everything.
    """
    if machine.dry:
        return UNCHANGED
    before = known_states(machine).get(READY, "")
    try:
        files = machine.put_back(*([f"{services.UNITS}/", "/etc/postgresql/"] if before else []))
    except OSError as error:
        return f"Going back did not succeed: {error}. Put that right (make room on the disk), and run apply again."
    try:
        if any(path.startswith(services.UNITS) for path in files):
            machine.run("systemctl", "daemon-reload", says="")
        database.read_again(machine, files)
        if not before:
            machine.settle()
            return "There is no older release to go back to."
        is_changed = files or machine.target(CURRENT) != before
        if is_changed:
            machine.point(CURRENT, before)
            bring_up(machine, before, is_first=False)
        machine.settle()
    except (Failed, OSError) as error:
        return f"What was before this run, {before}, was put back, and is not ready either: {error}"
    return f"The release before, {before}, is back and answers." if is_changed else UNCHANGED


def manage(machine: Machine, release: str, values: dict[str, str], *words: str, user: str = "migs"):
    """Run manage.py of a release; its end is left to the caller."""
    environment = values | {"DJANGO_SETTINGS_MODULE": "migs_site.settings", "PYTHONDONTWRITEBYTECODE": "1"}
    if values["SERVES"] == "public":
        user = "migs-public"
    return machine.ask(python_of(release), f"{release}/manage.py", *words, user=user, env=environment)


def must(machine: Machine, release: str, values: dict[str, str], *words: str, says: str, user: str = "migs") -> None:
    if machine.changed(says):
        done = manage(machine, release, values, *words, user=user)
        if done.returncode:
            raise Failed(f"manage.py {words[0]} failed:\n{(done.stderr or done.stdout).strip()[-3000:]}")
