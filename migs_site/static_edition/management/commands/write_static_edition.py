import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from migs_site.settings_validators import SITE_ADDRESS
from migs_site.static_edition.writing import NotWritten, write_edition


class Command(BaseCommand):
    help = "Writes the whole public site as files that any web server can show, with a signed list of them."

    def add_arguments(self, parser):
        parser.add_argument("folder", help="where editions lie; the newest is “current” below it")
        parser.add_argument("--at", default="", help="the address where it will be shown, if not that of BASE_URL")
        parser.add_argument("--key", default=settings.STATIC_EDITION_KEY, help="the private key of OpenSSH that signs")

    def handle(self, *, folder, at, key, **options):
        if at and not re.match(f"{SITE_ADDRESS}$", at):
            raise CommandError("--at must look like https://copy.example.org, without a path.")
        try:
            facts = write_edition(Path(folder), key=key, at=at)
        except NotWritten as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{facts['files']} files with {facts['bytes']:,} bytes, of which {facts['written']} are new.")
        if facts["broken_links"]:
            self.stdout.write(f"Links that lead nowhere: {', '.join(facts['broken_links'])}")
        if not key:
            self.stdout.write("The list of files is not signed: STATIC_EDITION_KEY names no key.")
