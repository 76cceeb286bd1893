"""Why a file is refused, in sentences that say what to do."""

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

MAX_SIZE = 10 * 1024 * 1024

SENTENCES = {
    "empty": _("“%(name)s” is empty. Attach the document itself."),
    "too_large": _(
        "“%(name)s” is %(size)s. The limit is %(limit)s. Make the file smaller, for example by removing images."
    ),
    "damaged": _("“%(name)s” is damaged or incomplete. Open it, save it again, and attach the new file."),
    "protected": _("“%(name)s” is password-protected. Save a copy without a password and attach that copy."),
    "old_word": _("“%(name)s” is in the old Word format. Save it as PDF or DOCX and attach the new file."),
    "rtf": _("“%(name)s” is an RTF document. Save it as PDF or DOCX and attach the new file."),
    "pages": _("“%(name)s” is a Pages document. Export it as PDF and attach the new file."),
    "web_page": _("“%(name)s” is a web page. Print it as PDF and attach the new file."),
    "picture": _("“%(name)s” is an image. Put it in a PDF and attach that."),
    "archive": _("“%(name)s” is a ZIP archive. Attach the document itself, as PDF, DOCX or ODT."),
    "macros": _(
        "“%(name)s” contains macros. Save it as PDF, or as DOCX or ODT without macros, and attach the new file."
    ),
    "other": _("“%(name)s” is not a PDF, DOCX or ODT document. Save it as PDF and attach the new file."),
}


class Refused(Exception):
    """Raised inside this package with one of the codes of ``SENTENCES``."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def sentence(code: str, *, name: str, size: int) -> ValidationError:
    params = {"name": name, "size": filesizeformat(size), "limit": filesizeformat(MAX_SIZE)}
    return ValidationError(SENTENCES[code], code=code, params=params)
