from importlib import import_module

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from migs_site.media_storage.failures import StoreAway


class Command(BaseCommand):
    help = "The object store of pictures and documents: tried, filled from DATA_DIR/media, or fetched into that folder."

    def add_arguments(self, parser):
        parser.add_argument(
            "deed",
            choices=["try", "send", "fetch"],
            help="try: store, read and delete a file. send: bring every file of the folder into the store, and compare "
            "it. fetch: make the folder what the store is.",
        )

    def handle(self, *, deed, **options):
        if not settings.MEDIA_STORAGE_URL:
            raise CommandError("MEDIA_STORAGE_URL is empty: files lie in the folder, and there is no store.")
        copying = import_module("migs_site.media_storage.copying")  # the client of S3 is large
        try:
            for line in copying.trial() if deed == "try" else [said(getattr(copying, deed)())]:
                self.stdout.write(line)
        except (copying.CannotCopy, StoreAway) as error:
            raise CommandError(str(error)) from error


def said(copied) -> str:
    gone = f", {copied.gone} taken away" if copied.gone else ""
    return f"{copied.new} copied, {copied.there} were there{gone}."
