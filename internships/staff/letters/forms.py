"""The form of a letter; the variables that it can have are listed beside it."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from internships.models import Application
from internships.staff.letters.variables import LINK, VARIABLES, check_variables, known
from internships.staff.letters.writing import Words
from migs_site.base.plain_text import TidyCharField, one_line, plain_text

SUBJECT, TEXT = 200, 20_000


class WordsForm(forms.Form):
    """A subject and a text that may have variables: of letters for ``state``, or of any letter."""

    subject = TidyCharField(label=_("Subject"), max_length=SUBJECT, validators=[one_line])
    text = forms.CharField(
        label=_("Text"),
        max_length=TEXT,
        widget=AdminAutoHeightTextInput,
        validators=[plain_text],
        help_text=_("Plain text; leave a blank line between paragraphs. The signature is added."),
    )
    state = ""

    def variables(self) -> list[tuple[str, str]]:
        """Each with what it stands for."""
        return [(f"[[{name}]]", VARIABLES[name]) for name in known(self.state)]

    def clean_subject(self):
        """Without a link, which is put into the text alone when the mail is sent."""
        check_variables(self.cleaned_data["subject"], [name for name in known(self.state) if name != LINK])
        return self.cleaned_data["subject"]

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        check_variables(text, known(self.state))
        return text

    def words(self) -> Words:
        return Words(self.cleaned_data["subject"], self.cleaned_data["text"])


class LetterForm(WordsForm):
    """With an application to see the letter with."""

    reference = forms.CharField(
        label=_("Preview with the application"),
        max_length=20,
        required=False,
        help_text=_("A reference number. Without one, the preview shows a made-up applicant."),
    )

    def __init__(self, data=None, *, letter, user, **options):
        super().__init__(data, **options)
        self.letter, self.user, self.state = letter, user, letter.state
        self.application: Application | None = None

    def clean_reference(self):
        reference = self.cleaned_data["reference"].strip().upper()
        self.application = Application.objects.visible_to(self.user).filter(reference=reference).first()
        if reference and not self.application:
            raise forms.ValidationError(_("There is no application with this reference number, or you may not see it."))
        return reference
