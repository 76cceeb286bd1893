from django.conf import settings
from django.core.management import BaseCommand, call_command

from internships.erasure.lists import write_list


class Command(BaseCommand):
    help = (
        "Brings DATA_DIR up to date for a backup where several machines share the site: the list of erasures, and the "
        "files of the object store."
    )

    def handle(self, **options):
        write_list()
        if settings.MEDIA_STORAGE_URL:
            call_command("media_storage", "fetch", stdout=self.stdout)
        (settings.DATA_DIR / ".fetched").touch()  # which deploy.backup looks at
