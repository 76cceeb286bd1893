"""Collected static files: one style sheet, made of all that css/index.css imports.

The sources are read by a browser as they stand, so `make dev` needs none of this.
"""

import posixpath
import re
import shutil
from pathlib import Path

import lightningcss
from django.core.files.base import ContentFile
from django.core.management.base import CommandError
from whitenoise.storage import CompressedManifestStaticFilesStorage

FOLDER = "css/"
STYLE_SHEET = f"{FOLDER}index.css"
# The oldest that are served whole: those of November 2022, four years ago. Raise them with the table in docs/design.md.
BROWSERS = ["safari 16.1", "ios_saf 16.1", "chrome 107", "firefox 106"]
IMPORT = re.compile(r"""@import\s+url\(\s*["']?([^"')]+)["']?\s*\)""")
PLACE = re.compile(r":(\d+):(\d+)$")


class SiteStaticFilesStorage(CompressedManifestStaticFilesStorage):
    def post_process(self, paths, dry_run=False, **options):
        if not dry_run and STYLE_SHEET in paths:
            paths = self.with_bundles(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def with_bundles(self, paths: dict) -> dict:
        """Put a bundle in the place of each sheet of ours, and take away what went into one."""
        storage, name = paths[STYLE_SHEET]
        parts = imported(Path(storage.path(name)))
        ours = {name for name in paths if name.startswith(FOLDER) and name.endswith(".css")} - parts
        bundles = {name: bundle(Path(paths[name][0].path(paths[name][1]))) for name in ours}
        self.delete_files(ours | parts)
        for name, sheet in bundles.items():
            self.save(name, ContentFile(sheet))
        return {name: path for name, path in paths.items() if name not in parts} | {name: (self, name) for name in ours}

    def compress_files(self, paths):
        """A page that cannot look up hashed names asks for the plain one: there it finds the same, hashed fonts too."""
        if STYLE_SHEET in paths:
            shutil.copyfile(self.path(self.stored_name(STYLE_SHEET)), self.path(STYLE_SHEET))
        return super().compress_files(paths)


def bundle(source: Path) -> str:
    """A style sheet and all it imports, as one without needless characters. Stops collectstatic at a mistake.

    What BROWSERS do not know is written in older words where there are any: light-dark(), oklch(), ranges of widths,
    names with a prefix. For all else tests/browser/test_browsers_served.py asks what such a browser gets.
    """
    try:
        return lightningcss.bundle_css(str(source), browsers_list=BROWSERS)
    except (ValueError, OSError) as error:
        # The tool counts lines from 0.
        place = PLACE.sub(lambda found: f":{int(found[1]) + 1}:{found[2]}", str(error))
        raise CommandError(f"The style sheets cannot be bundled. {place}") from error


def imported(source: Path) -> set[str]:
    """The names of the static files that the table of contents lists."""
    return {posixpath.normpath(posixpath.join(FOLDER, address)) for address in IMPORT.findall(source.read_text())}
