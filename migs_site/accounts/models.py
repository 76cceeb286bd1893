"""Who may sign in. An app of its own, because page models refer to it and it refers to none."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    """Makes and finds users by e-mail address, whose capitals do not matter."""

    use_in_migrations = True

    def get_by_natural_key(self, username: str):
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields):
        """Make a user; asked twice for one address, the database refuses the second."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(email, password, **fields | {"is_staff": True, "is_superuser": True})


class User(AbstractUser):
    """A member of staff, known by e-mail address."""

    username = None
    email = models.EmailField(
        _("email"), unique=True, error_messages={"unique": _("Another user already has this email address.")}
    )

    groups = models.ManyToManyField(
        "auth.Group",
        verbose_name=_("groups"),
        blank=True,
        related_name="user_set",
        related_query_name="user",
        help_text=_(
            "Editors and Moderators write and publish pages, and maintain people, recommendations and editions. "
            "Donations sets where gifts go. Internship coordinators read, decide on and delete applications; "
            "Internship reviewers review those assigned to them. Administrators see applications only as members of "
            "one of these groups. A user can belong to several groups."
        ),
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_any_case",
                violation_error_message=_("Another user already has this email address."),
            ),
        ]

    def __str__(self):
        return self.get_full_name() or self.email
