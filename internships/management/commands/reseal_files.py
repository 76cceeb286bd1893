from django.core.management import BaseCommand, CommandError
from django.db import transaction

from internships.documents.contents import reseal
from internships.models import ApplicationFile
from migs_site.sealing import CannotOpen


class Command(BaseCommand):
    help = (
        "Seals every file of an application anew for the keys that are now in FILE_RECIPIENTS; needs FILE_IDENTITIES."
    )

    def handle(self, **options):
        done, failed = 0, []
        for number in list(ApplicationFile.objects.values_list("pk", flat=True)):
            with transaction.atomic():
                for file in ApplicationFile.objects.select_for_update().filter(pk=number):
                    try:
                        reseal(file)
                        done += 1
                    except CannotOpen as error:
                        failed.append(f"  {file.pk}: {error}")
        self.stdout.write(f"Files sealed anew: {done}")
        if failed:
            raise CommandError("\n".join(["These files could not be opened, and stay as they are:", *failed]))
