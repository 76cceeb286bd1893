from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from migs_site.public_role.services import UnfitRole, grant


class Command(BaseCommand):
    help = "Gives the role named by PUBLIC_ROLE exactly what visitors need; migrate does it too."

    def handle(self, **options):
        if not settings.PUBLIC_ROLE:
            raise CommandError("PUBLIC_ROLE is empty: there is no role to give anything to.")
        try:
            grant(settings.PUBLIC_ROLE)
        except UnfitRole as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The role “{settings.PUBLIC_ROLE}” may do what visitors need, and nothing else.")
