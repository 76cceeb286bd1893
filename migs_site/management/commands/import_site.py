from pathlib import Path

from django.core.management import BaseCommand, CommandError

from migs_site.site_export.folder import CannotMove
from migs_site.site_export.services import import_site


class Command(BaseCommand):
    help = "Brings a site that export_site has taken out into this one, which must be empty."
    requires_system_checks = ()  # which ask tables that may not be there yet

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("checksum", help="as export_site has told it")
        parser.add_argument(
            "--without-keys", action="store_true", help="although no private key here opens the files of applications"
        )

    def handle(self, *, folder, checksum, without_keys, **options):
        try:
            for line in import_site(folder, checksum, without_keys=without_keys):
                self.stdout.write(line)
        except (CannotMove, OSError) as error:
            raise CommandError(str(error)) from error
