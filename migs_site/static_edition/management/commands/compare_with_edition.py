import logging
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from migs_site.static_edition.comparing import PATIENCE, compare
from migs_site.static_edition.listing import WrongEdition
from migs_site.static_edition.signing import check_signed_by_us
from migs_site.static_edition.versions import is_current
from migs_site.static_edition.writing import CURRENT

logger = logging.getLogger("migs_site.static_edition.comparing")


class Command(BaseCommand):
    help = "Looks whether visitors find what was published; fails and logs an error where they do not. For each minute."

    def add_arguments(self, parser):
        parser.add_argument("address", nargs="?", default=settings.BASE_URL, help="the public address of the site")
        parser.add_argument("--folder", default=settings.STATIC_EDITION_DIR, help="where editions lie")
        parser.add_argument("--minutes", type=float, default=PATIENCE, help="how long an edition may take")

    def handle(self, *, address, folder, minutes, **options):
        if not folder:
            raise CommandError("There is nothing to compare with: set STATIC_EDITION_DIR, or give --folder.")
        try:
            check_signed_by_us(Path(folder) / CURRENT)
            wrong = compare(Path(folder), address.rstrip("/"), is_current=is_current, minutes=minutes)
        except (WrongEdition, OSError) as error:
            wrong = str(error)
        if wrong:
            logger.error("Visitors do not find what was published: %s", wrong)
            raise CommandError(wrong)
