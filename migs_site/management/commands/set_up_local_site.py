"""What a local run does to its database before it starts; done in one process because each costs seconds to start."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

from migs_site.management.commands.staff_login import LOCAL_STAFF
from migs_site.models import HomePage


class Command(BaseCommand):
    help = "Migrates, loads the brochure into an empty database, and makes a first staff login if there is none."

    def handle(self, **options):
        self.stdout.write("Bringing the database up to date …")
        call_command("migrate", interactive=False, verbosity=0, stdout=self.stdout)
        if not HomePage.objects.exists():
            self.stdout.write("Loading the brochure …")
            call_command("load_brochure", verbosity=0, stdout=self.stdout)
        admin = f"{settings.WAGTAILADMIN_BASE_URL}/admin/"
        if get_user_model().objects.exists():
            self.stdout.write(f"Staff log in at {admin}; a new password for {LOCAL_STAFF}: make staff-login")
        else:
            self.stdout.write(
                f"Staff log in at {admin}; this password is not shown again (a new one: make staff-login)"
            )
            call_command("staff_login", LOCAL_STAFF, stdout=self.stdout)
        if settings.EMAIL_FILE_PATH != "/":
            self.stdout.write(f"Mail is not sent but written to {settings.EMAIL_FILE_PATH}")
