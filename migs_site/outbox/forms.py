"""The form with which staff change a mail that was not sent."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from migs_site.base.plain_text import TidyCharField, is_hiding, one_line


class MailForm(forms.Form):
    to = forms.EmailField(label=pgettext_lazy("mail", "To"), max_length=254)
    reply_to = forms.EmailField(label=_("Reply to"), max_length=254, required=False)
    subject = TidyCharField(label=_("Subject"), max_length=250, validators=[one_line])
    words = forms.CharField(
        label=pgettext_lazy("mail", "Text"),
        max_length=100_000,
        widget=AdminAutoHeightTextInput,
        help_text=_(
            "Plain text; leave a blank line between paragraphs. The signature is added. [[link]] stands where the "
            "recipient’s personal link is inserted when the mail is sent."
        ),
    )

    def clean_words(self):
        words = self.cleaned_data["words"].replace("\r\n", "\n")
        if is_hiding(words):
            raise forms.ValidationError(
                _("This contains characters that cannot be displayed. Type it in instead of pasting it.")
            )
        return words
