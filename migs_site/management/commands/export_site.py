from pathlib import Path

from django.core.management import BaseCommand, CommandError

from migs_site.site_export.folder import CannotMove
from migs_site.site_export.services import export_site


class Command(BaseCommand):
    help = "Takes the whole site, database and files, out into a new folder, from which import_site makes it anew."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder, **options):
        try:
            for line in export_site(folder):
                self.stdout.write(line)
        except (CannotMove, OSError) as error:
            raise CommandError(str(error)) from error
