"""Those who sign in."""

from django.contrib.auth.models import Group

from migs_site.accounts.models import User


def user(email: str = "staff@example.org", *, groups: list[str] | None = None, **fields) -> User:
    """A member of staff in the named groups, which migrations have made."""
    made = User.objects.create_user(email, "a long enough password", **fields)
    for name in groups or []:
        made.groups.add(Group.objects.get(name=name))
    return made


def editor(email: str = "editor@example.org") -> User:
    """Somebody who writes and publishes pages and records, but cannot say where gifts go."""
    return user(email, groups=["Editors"])


def superuser(email: str = "root@example.org") -> User:
    return User.objects.create_superuser(email, "a long enough password")
