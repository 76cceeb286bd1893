"""Asking for a new password."""

from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

from migs_site.accounts.tasks import send_password_reset


class PasswordResetForm(WagtailPasswordResetForm):
    """Hands the mail to the worker, which tries again while the mail server is away.

    One job is queued whether or not the account exists, so that neither the answer nor its time tells which do. The
    job holds no address: the log shows what a failing job was given.
    """

    def save(self, **options):
        user = next(iter(self.get_users(self.cleaned_data["email"])), None)
        send_password_reset.defer(user_id=user.pk if user else None)
