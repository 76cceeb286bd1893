"""Which mails about new applications a coordinator wants."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

TO_COORDINATORS = "internships.new:"  # how the keys of mails about one application begin that its applicant never gets


class MailPreference(models.Model):
    """Of who has chosen; everybody else gets the daily digest."""

    class How(models.TextChoices):
        AT_ONCE = "at_once", _("At once: a mail for each application")
        DAILY = "daily", _("Daily: one mail in the morning, if there is anything")
        NEVER = "never", _("Never")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+", editable=False
    )
    how = models.CharField(_("mails about applications"), max_length=10, choices=How, default=How.DAILY)
    chosen_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("mail preference")
        verbose_name_plural = _("mail preferences")

    def __str__(self):
        return str(self.get_how_display())
