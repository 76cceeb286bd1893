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

STYLE_SHEET = "css/index.css"
IMPORT = re.compile(r"""@import\s+url\(\s*["']?([^"')]+)["']?\s*\)""")
PLACE = re.compile(r":(\d+):(\d+)$")


class SiteStaticFilesStorage(CompressedManifestStaticFilesStorage):
    def post_process(self, paths, dry_run=False, **options):
        if not dry_run and STYLE_SHEET in paths:
            paths = self.with_one_style_sheet(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def with_one_style_sheet(self, paths: dict) -> dict:
        """Put the bundle in the place of its table of contents, and take away what went into it."""
        storage, name = paths[STYLE_SHEET]
        source = Path(storage.path(name))
        one, bundled = bundle(source), imported(source)
        self.delete_files({STYLE_SHEET} | bundled)
        self.save(STYLE_SHEET, ContentFile(one))
        return {name: path for name, path in paths.items() if name not in bundled} | {STYLE_SHEET: (self, STYLE_SHEET)}

    def compress_files(self, paths):
        """A page that cannot look up hashed names asks for the plain one: there it finds the same, hashed fonts too."""
        if STYLE_SHEET in paths:
            shutil.copyfile(self.path(self.stored_name(STYLE_SHEET)), self.path(STYLE_SHEET))
        return super().compress_files(paths)


def bundle(source: Path) -> str:
    """A style sheet and all it imports, as one without needless characters. Stops collectstatic at a mistake.

    Without a list of browsers nothing is rewritten for older ones: given one, the tool drops -webkit-text-size-adjust
    and unfolds light-dark(). It does drop the first of two values of one property; a fallback needs @supports.
    """
    try:
        return lightningcss.bundle_css(str(source))
    except (ValueError, OSError) as error:
        # The tool counts lines from 0.
        place = PLACE.sub(lambda found: f":{int(found[1]) + 1}:{found[2]}", str(error))
        raise CommandError(f"The style sheets cannot be bundled. {place}") from error


def imported(source: Path) -> set[str]:
    """The names of the static files that the table of contents lists."""
    folder = posixpath.dirname(STYLE_SHEET)
    return {posixpath.normpath(posixpath.join(folder, address)) for address in IMPORT.findall(source.read_text())}
