"""The e-mail with which a member of staff chooses a new password."""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext
from wagtail.users.models import UserProfile

from migs_site.accounts.models import User
from migs_site.web.mail import compose


def password_reset(user: User) -> EmailMultiAlternatives:
    """The message in the language that its reader has chosen for the admin; the link is valid from now on."""
    with translation.override(UserProfile.get_for_user(user).get_preferred_language()):
        secret = {
            "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
            "token": default_token_generator.make_token(user),
        }
        context = {
            "email": user.email,
            "address": urljoin(
                settings.WAGTAILADMIN_BASE_URL, reverse("wagtailadmin_password_reset_confirm", kwargs=secret)
            ),
            "minutes": settings.PASSWORD_RESET_TIMEOUT // 60,
        }
        return compose(
            "accounts/email/password_reset",
            context,
            subject=gettext("Choose a new password"),
            to=user.email,
            headers={"Auto-Submitted": "auto-generated"},
        )
