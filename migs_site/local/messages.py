"""The French of the interface: whether locale/fr is complete and compiled, or bringing it up to date.

    python -m migs_site.local.messages check
    python -m migs_site.local.messages update

Finding the messages of the source needs xgettext; without it that one question is skipped, or fails where CI is set.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from migs_site.local.database import ROOT

CATALOGUE = Path("locale/fr/LC_MESSAGES/django.po")
SOURCES = ("migs_site", "people", "recommendations", "donations", "internships", "templates")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def main(arguments: list[str]) -> None:
    if arguments == ["update"]:
        update()
    else:
        problems = check()
        print("\n".join(problems) or "The French messages are complete and compiled.")
        sys.exit(1 if problems else 0)


def update() -> None:
    """Add what the source says anew, drop what it says no more, keep every translation, compile."""
    require_xgettext()
    save(catalogue_of_source())
    missing = [entry for entry in polib.pofile(ROOT / CATALOGUE) if not entry.translated()]
    print(f"{CATALOGUE} is up to date; {len(missing)} messages wait for their French.")


def save(catalogue: polib.POFile) -> None:
    catalogue.metadata.pop("POT-Creation-Date", None)  # it would make a difference where there is none
    catalogue.save(ROOT / CATALOGUE)
    compiled_file().write_bytes(polib.pofile(ROOT / CATALOGUE).to_binary())


def check() -> list[str]:
    """Everything wrong with the French, in sentences."""
    if not (ROOT / CATALOGUE).exists():
        return [f"There is no {CATALOGUE}: run “make messages” and translate it."]
    catalogue = polib.pofile(ROOT / CATALOGUE)
    problems = [f"Not translated: “{entry.msgid}”" for entry in catalogue.untranslated_entries()]
    problems += [f"Marked as doubtful (fuzzy): “{entry.msgid}”" for entry in catalogue.fuzzy_entries()]
    problems += [f"Other placeholders than in the English: “{e.msgid}”" for e in catalogue if not same_placeholders(e)]
    if not compiled_file().exists() or compiled_file().read_bytes() != catalogue.to_binary():
        problems.append(
            f"{compiled_file().relative_to(ROOT)} is not what {CATALOGUE} compiles to: run “make messages”."
        )
    return problems + compare_with_source(catalogue)


def compare_with_source(catalogue: polib.POFile) -> list[str]:
    if not has_xgettext():
        sentence = "xgettext is not installed, so nobody looked for messages that the French lacks."
        if os.environ.get("CI"):
            return [sentence]
        print(f"SKIPPED: {sentence}", file=sys.stderr)
        return []
    said, translated = names(catalogue_of_source()), names(catalogue)
    problems = [f"In the source but not in {CATALOGUE}: “{name[1]}”" for name in sorted(said - translated)]
    return problems + [f"In {CATALOGUE} but nowhere in the source: “{name[1]}”" for name in sorted(translated - said)]


def catalogue_of_source() -> polib.POFile:
    """What Django's makemessages makes of the source and the catalogue there is, tried on a copy."""
    with tempfile.TemporaryDirectory() as folder:
        for name in SOURCES:
            shutil.copytree(ROOT / name, Path(folder, name), ignore=shutil.ignore_patterns("__pycache__"))
        copy = Path(folder, CATALOGUE)
        copy.parent.mkdir(parents=True)
        if (ROOT / CATALOGUE).exists():
            shutil.copy(ROOT / CATALOGUE, copy)
        command = [sys.executable, "-m", "django", "makemessages", "--locale=fr", "--no-obsolete", "--no-wrap"]
        command += ["--add-location=file", "--extension=py,html,txt", "--verbosity=0"]
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(command, cwd=folder, env=environment, check=True)  # noqa: S603
        return polib.pofile(copy.read_text())


def names(catalogue: polib.POFile) -> set[tuple[str, str]]:
    return {(entry.msgctxt or "", entry.msgid) for entry in catalogue if not entry.obsolete}


def same_placeholders(entry: polib.POEntry) -> bool:
    """A plural form may leave its number out, but none may name what the English does not."""
    english = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    if entry.msgid_plural:
        return all(set(PLACEHOLDER.findall(form)) <= english for form in entry.msgstr_plural.values())
    return not entry.translated() or set(PLACEHOLDER.findall(entry.msgstr)) == english


def compiled_file() -> Path:
    return (ROOT / CATALOGUE).with_suffix(".mo")


def has_xgettext() -> bool:
    """Whether xgettext is there; as root on Debian it is installed first."""
    if not shutil.which("xgettext") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", "gettext"]):
            call = ["apt-get", "-qq", *command]
            subprocess.run(call, env=environment, stdout=subprocess.DEVNULL, check=False)  # noqa: S603
    return shutil.which("xgettext") is not None


def require_xgettext() -> None:
    if not has_xgettext():
        sys.exit("xgettext is not installed: install the package gettext.")


if __name__ == "__main__":
    main(sys.argv[1:])
