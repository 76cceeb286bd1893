"""The kinds of answer in the form. Each says in one sentence what to do when its answer cannot be taken."""

from django import forms
from django.core.validators import EmailValidator, ProhibitNullCharactersValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from internships.models import ApplicationFile
from migs_site.base.plain_text import one_line, plain_text

TOO_LONG = _("Shorten this answer to %(limit_value)d characters or fewer. It now has %(show_value)d.")
ACCEPTED = ".pdf,.docx,.odt"


class LineField(forms.CharField):
    """A short answer without line breaks."""

    check_text = staticmethod(one_line)

    def __init__(self, *, if_empty, autocomplete=None, **kwargs):
        messages = {"required": if_empty, "max_length": TOO_LONG}
        super().__init__(error_messages=messages, **kwargs)
        # One sentence for every character we refuse, instead of Django's own beside ours.
        self.validators = [v for v in self.validators if not isinstance(v, ProhibitNullCharactersValidator)]
        self.validators.append(self.check_text)
        self.widget.attrs["class"] = "field__input"
        if autocomplete:  # never “off”: a browser then forgets the answer when its reader comes back to the form
            self.widget.attrs["autocomplete"] = autocomplete

    def widget_attrs(self, widget):
        """No maxlength: the browser would cut what is pasted, without a word."""
        return {}


class PublicMailbox(EmailValidator):
    """Below a domain name: mail to a machine by its number, or to “localhost”, would go into our own network."""

    def validate_domain_part(self, domain_part):
        return bool(self.domain_regex.match(domain_part))


class EmailField(LineField):
    widget = forms.EmailInput

    def __init__(self, **kwargs):
        super().__init__(autocomplete="email", max_length=254, **kwargs)
        self.complete = forms.EmailField(error_messages={"invalid": self.error_messages["required"]}, max_length=320)
        looser = self.complete.default_validators
        self.complete.validators = [each for each in self.complete.validators if each not in looser]
        self.complete.validators.append(PublicMailbox(allowlist=[]))

    def clean(self, value):
        return self.complete.clean(super().clean(value))


class LinesField(LineField):
    """A longer answer; line breaks arrive as two characters and are counted as one."""

    widget = forms.Textarea
    check_text = staticmethod(plain_text)

    def __init__(self, *, rows: int, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs |= {"rows": rows}
        self.widget.attrs.pop("cols", None)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


class DocumentInput(forms.FileInput):
    def use_required_attribute(self, initial):
        return False


class BoundDocument(forms.BoundField):
    """Says to assistive technology that the file is needed, which “required” would say of a file that is here too."""

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        return attrs if self.field.stored else attrs | {"aria-required": "true"}


class DocumentField(forms.FileField):
    """A file. What arrives is checked and stored before the form looks (uploads.py); here it is only missing or not."""

    widget = DocumentInput
    bound_field_class = BoundDocument

    def __init__(self, *, kind: str, if_empty, **kwargs):
        help_text = _("PDF, DOCX or ODT, up to 10 MB.")
        super().__init__(
            error_messages={"required": if_empty},
            help_text=help_text,
            template_name="django/forms/file_field.html",
            **kwargs,
        )
        self.kind = kind
        self.stored: ApplicationFile | None = None
        self.widget.attrs["accept"] = ACCEPTED

    def set_most_pages(self, number: int) -> None:
        """Staff set how long a PDF may be; the form says so before anybody attaches one."""
        self.help_text = gettext("PDF of up to %(number)d pages, DOCX or ODT, up to 10 MB.") % {"number": number}

    def clean(self, data, initial=None) -> ApplicationFile | None:
        return super().clean(None, self.stored)
