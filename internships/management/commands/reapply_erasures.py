from pathlib import Path

from django.core.management import BaseCommand, CommandError

from internships.erasure.lists import list_of_erasures, read_list, remember, write_list
from internships.erasure.nightly import finish_and_prove
from internships.erasure.services import erase
from internships.models import Application, Erasure


class Command(BaseCommand):
    help = (
        "After an older backup was restored: erases again what had been erased since. Reads DATA_DIR/erasures.txt, and "
        "other copies of that list that are named."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "lists", nargs="*", type=Path, metavar="LIST", help="another copy, such as of a later backup"
        )

    def handle(self, *, lists, **options):
        own = list_of_erasures()
        paths = [*([own] if own.exists() else []), *lists]
        if not paths:
            raise CommandError(f"There is no list of erasures: neither {own} nor one that was named.")
        try:
            listed = {each.pk: each for path in paths for each in read_list(path)}
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        remember(list(listed.values()))
        known = dict(Erasure.objects.values_list("pk", "why"))
        back = list(Application.objects.filter(pk__in=known))
        erased = [application for application in back if erase(application, why=known[application.pk])]
        write_list()
        self.stdout.write(f"Erasures in the list: {len(known)}. Applications erased again: {len(erased)}.")
        if left := finish_and_prove():
            raise CommandError(f"Something is left of applications that were erased: {left}")
