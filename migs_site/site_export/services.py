"""Takes a whole site out into a folder, and brings it into an empty one."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import django
import wagtail
from django.conf import settings
from django.core.management import call_command
from wagtail.models import Site

from migs_site.site_export import database, files, keys
from migs_site.site_export.folder import (
    DATABASE,
    ERASURES,
    FILES,
    CannotMove,
    checksum,
    read_manifest,
    write_manifest,
)

BY_HAND = """Bring by hand, because it lies in no export:
  the private keys of sealed files: the file of FILE_IDENTITIES, and the recovery key, which stays offline;
  the settings of the environment (deploy/env.example); FILE_RECIPIENTS as it was, or run reseal_files afterwards;
  the certificate, the names in the DNS, the mail server's leave to send in the name of DEFAULT_FROM_EMAIL;
  nothing else. Everybody signs in again, with the same password."""


def export_site(folder: Path) -> Iterator[str]:
    """Write everything into a new folder that its owner alone may read, saying what. Raises CannotMove."""
    if folder.exists() and any(folder.iterdir()):
        raise CannotMove(f"{folder} is not empty: name a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # also one that was made beforehand, since not every account may make one where there is room
    counted = database.dump(folder / DATABASE)
    yield f"{sum(counted.values()):,} rows of {len(counted)} tables."
    yield f"{files.copy_out(folder / FILES):,} files."
    listed = settings.DATA_DIR / ERASURES
    if listed.exists():
        shutil.copyfile(listed, folder / ERASURES)
    facts = {
        "exported_at": datetime.now(UTC).isoformat(),
        "base_url": settings.BASE_URL,
        "versions": {"django": django.__version__, "wagtail": wagtail.__version__, "postgresql": database.version()},
        "migrations": database.migrations(),
        "public_keys": keys.public_keys(),
        "rows": counted,
    }
    write_manifest(folder, facts)
    yield f"{folder} is whole. It holds personal data in plain words: encrypt its way, and delete it afterwards."
    yield f"import_site asks for this checksum; send it by another way than the folder: {checksum(folder)}"
    yield "What is written here from now on does not move: before the last export stop web processes and worker."
    yield BY_HAND


def import_site(folder: Path, expected: str, *, without_keys: bool = False) -> Iterator[str]:
    """Bring it into this site, which is empty, saying what was done. Raises CannotMove, before anything is changed
    unless PostgreSQL or the storage fails; this site is empty then as before, or has to be made anew.

    expected: the checksum that export_site has told.
    """
    manifest = read_manifest(folder, expected)
    yield f"{folder} is whole: exported from {manifest['base_url']} at {manifest['exported_at']}."
    if newer := database.unknown_migrations(manifest["migrations"]):
        raise CannotMove(f"It was exported by a newer release (with {newer[-1]}): update this one first.")
    database.refuse_unless_empty()
    files.refuse_unless_empty()
    if not without_keys:
        keys.refuse_wrong_keys(manifest["public_keys"])
    database.restore(folder / DATABASE)
    if wrong := [name for name, number in database.rows().items() if manifest["rows"].get(name) != number]:
        raise CannotMove(f"Not all rows have come: {', '.join(wrong)}.")
    yield f"{sum(manifest['rows'].values()):,} rows of {len(manifest['rows'])} tables."
    yield f"{files.copy_in(folder / FILES):,} files."
    call_command("migrate", interactive=False, verbosity=0)
    yield "The database is migrated."
    yield re_address()
    if (folder / ERASURES).exists():
        shutil.copyfile(folder / ERASURES, settings.DATA_DIR / ERASURES)
    yield f"Look at Reports → Outbox before you start the worker: it sends what waits there.\n{BY_HAND}"


def re_address() -> str:
    """The name of the site as its settings say it; links in pages lead to pages, and follow by themselves."""
    parts = urlsplit(settings.BASE_URL)
    port = parts.port or (443 if settings.IS_HTTPS else 80)
    Site.objects.filter(is_default_site=True).update(hostname=parts.hostname, port=port)
    Site.clear_site_root_paths_cache()
    return f"The site is now {settings.BASE_URL}."
