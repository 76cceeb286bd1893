from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from migs_site.static_edition import listing
from migs_site.static_edition.signing import check_signed_by_us
from migs_site.static_edition.writing import CURRENT


class Command(BaseCommand):
    help = "Says whether the files of an edition are those of its list, and whether our key has signed that."

    def add_arguments(self, parser):
        parser.add_argument("folder", help="an edition, or where editions lie")
        parser.add_argument("--signers", default="", help="whose signature counts, if not that of STATIC_EDITION_KEY")

    def handle(self, *, folder, signers, **options):
        edition = Path(folder)
        edition = edition / CURRENT if (edition / CURRENT).exists() else edition
        try:
            check_signed_by_us(edition, signers)
            wrong = listing.in_words(listing.differences(edition))
        except listing.WrongEdition as error:
            raise CommandError(str(error)) from error
        if wrong:
            raise CommandError(f"{edition} is not as it was written: {wrong}.")
        number = len(listing.read_sums(edition))
        self.stdout.write(f"All {number} files are as they were written, and their list is signed by our key.")
