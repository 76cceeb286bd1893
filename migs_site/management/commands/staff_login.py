"""A staff login with a random password, made or reset."""

import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

LOCAL_STAFF = "staff@localhost"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another


class Command(BaseCommand):
    help = (
        "Makes a login that may do everything, or gives an existing one a new password. "
        "Prints the random password once; whoever was logged in with the old one is logged out."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", nargs="?", default=LOCAL_STAFF, help="default: %(default)s")

    def handle(self, *, email, **options):
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"“{email}” is not an e-mail address.") from error
        password = random_password()
        users = get_user_model().objects
        user = users.filter(email__iexact=email).first() or users.create_superuser(email)
        if email == LOCAL_STAFF and not user.get_full_name():
            user.first_name, user.last_name = "Local", "Staff"  # the form of one's account asks for both
        user.is_active = user.is_staff = user.is_superuser = True
        user.set_password(password)
        user.save()
        if email == LOCAL_STAFF:
            user.groups.set(Group.objects.all())  # administrators see applications only as members of a group
        self.stdout.write(f"  e-mail    {user.email}\n  password  {password}")


def random_password() -> str:
    """Twenty letters in four groups: about 99 bits, easy to read aloud."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))
