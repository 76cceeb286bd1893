import unicodedata

from django.core.management import BaseCommand, CommandError

from internships.erasure.lists import write_list
from internships.erasure.nightly import finish_and_prove
from internships.erasure.services import erase
from internships.models import Application, Erasure


def same(address: str) -> str:
    """Spelled as every other spelling: without spaces and capitals."""
    return "".join(unicodedata.normalize("NFKC", address).split()).casefold()


class Command(BaseCommand):
    help = "Erases all applications and drafts of one email address, however it was spelled. Asks before."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *, email, yes, **options):
        found = applications_of(email)
        if not found:
            raise CommandError("No application and no draft has this address.")
        for application in found:
            self.stdout.write(f"  {application.reference}, {application.state}, saved {application.saved_at:%Y-%m-%d}")
        if not (yes or self.agreed(len(found))):
            raise CommandError("Nothing was erased.")
        erased = [application for application in found if erase(application, why=Erasure.Why.COMMAND)]
        write_list()
        self.stdout.write(f"Applications and drafts erased: {len(erased)}")
        if left := finish_and_prove():
            raise CommandError(f"Something is left of applications that were erased: {left}")
        self.stdout.write("Nothing of them is left in the database. Old backups hold them until they are deleted.")

    def agreed(self, number: int) -> bool:
        try:
            return (
                input(f"Erase these {number} with all that belongs to them? This cannot be undone. [yes/no] ") == "yes"
            )
        except EOFError:
            return False


def applications_of(email: str) -> list[Application]:
    """Also drafts in which it was only typed so far."""
    wanted, numbers = same(email), []
    for number, address, typed in Application.objects.values_list("pk", "email", "typed").iterator():
        answers = typed.get("answers", {}) if isinstance(typed, dict) else {}
        if wanted in {same(str(each or "")) for each in (address, answers.get("email"))}:
            numbers.append(number)
    return list(Application.objects.filter(pk__in=numbers).order_by("saved_at")) if wanted else []
