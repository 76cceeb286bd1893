"""Where a coordinator chooses which mails to get: in the account, among Wagtail's own."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from internships.models import MailPreference
from internships.models.visibility import may_coordinate
from internships.staff.news.mails import choose


class MailPreferenceForm(forms.Form):
    how = forms.ChoiceField(
        label=_("When an application comes, or waits too long"),
        choices=MailPreference.How.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, instance, **options):
        self.user = instance
        chosen = MailPreference.objects.filter(user=instance).first() or MailPreference()
        super().__init__(*args, initial={"how": chosen.how}, **options)

    def save(self):
        if self.has_changed():
            choose(self.user, self.cleaned_data["how"])


class MailPreferencePanel(BaseSettingsPanel):
    name = "internships"
    title = _("Applications for internships")
    tab = notifications_tab
    order = 200
    form_class = MailPreferenceForm

    def is_active(self):
        return may_coordinate(self.user)
