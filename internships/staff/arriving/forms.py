"""An email as a file, and what is made of it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from internships.models import ApplicationFile
from migs_site.base.plain_text import TidyCharField, one_line


class MailFileForm(forms.Form):
    mail = forms.FileField(
        label=_("Email"),
        help_text=_("Save the message as a file that ends in .eml, and choose it here. 30 MB at most."),
        widget=forms.FileInput({"accept": ".eml,message/rfc822"}),
    )


class ImportedForm(forms.Form):
    """Who applied, and what each file is."""

    name = TidyCharField(label=pgettext_lazy("person in full", "Name"), max_length=150, validators=[one_line])
    email = forms.EmailField(label=_("Email"), max_length=254)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args, files: list[ApplicationFile], **options):
        super().__init__(*args, **options)
        self.files = files
        for file in files:
            self.fields[f"kind_{file.kind}"] = forms.ChoiceField(
                label=file.original_name, choices=ApplicationFile.Kind.choices, initial=file.kind
            )

    def clean(self):
        sent = super().clean()
        kinds = [sent[f"kind_{file.kind}"] for file in self.files if f"kind_{file.kind}" in sent]
        if len(kinds) != len(set(kinds)):
            raise forms.ValidationError(_("Each file needs a place of its own."))
        return sent

    def facts(self) -> dict:
        """As the service takes them."""
        sent = self.cleaned_data
        kinds = {file.kind: sent[f"kind_{file.kind}"] for file in self.files}
        return {name: sent[name] for name in ("name", "email", "language")} | {"kinds": kinds}
