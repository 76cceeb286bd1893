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
    "other": _("“%(name)s” is not a PDF, DOCX or ODT document. Save it as PDF and attach the new file."),
    "no_pages": _("“%(name)s” has no pages. Open it, save it again, and attach the new file."),
    "too_long": _("“%(name)s” has %(pages)s pages. The limit is %(most_pages)s. Shorten it and attach the new file."),
    "misnamed": _(
        "The name “%(name)s” does not say what kind of file this is. Save it again as PDF, DOCX or ODT, under a plain "
        "name, and attach the new file."
    ),
    "two_types": _("“%(name)s” is two types of file in one. Print it as PDF and attach the new file."),
    "macros": _(
        "“%(name)s” contains macros. Save it as PDF, or as DOCX or ODT without macros, and attach the new file."
    ),
    "programs": _("“%(name)s” contains programs (JavaScript). Print it as PDF and attach the new file."),
    "reaches_out": _(
        "“%(name)s” starts programs, or fetches or sends data, when it is read. Print it as PDF and attach that."
    ),
    "loads": _(
        "“%(name)s” loads pictures, templates or other parts from the web or a network. Paste them into the document, "
        "or save it as PDF, and attach the new file."
    ),
    "active": _(
        "“%(name)s” contains controls, frames, fields or parts that run other programs. Save it as PDF and attach the "
        "new file."
    ),
    "media": _("“%(name)s” contains film, sound or 3D models. Print it as PDF and attach the new file."),
    "xfa": _("“%(name)s” is a form to fill in (XFA). Print it as PDF and attach the new file."),
    "embedded_object": _(
        "“%(name)s” contains an object of another program. Replace it with a picture, or save the document as PDF, and "
        "attach the new file."
    ),
    "holds_files": _(
        "“%(name)s” contains another file. Remove that, or print the document as PDF, and attach the new file."
    ),
    "entities": _(
        "“%(name)s” contains definitions (DTD) that no word processor writes. Save it as PDF and attach the new file."
    ),
    "odd_archive": _(
        "“%(name)s” is not packed as word processors do it. Open it, save it again, and attach the new file."
    ),
    "too_complex": _(
        "“%(name)s” is too complex to be checked. Save it again, or print it as PDF, and attach the new file."
    ),
    "busy": _(
        "“%(name)s” could not be checked yet, because many files are arriving. Attach it again in a minute. Everything "
        "else that you entered is still here."
    ),
}


def sentence(reason: str, *, name: str, size: int, pages=None, most_pages=None) -> ValidationError:
    params = {"name": name, "size": filesizeformat(size), "limit": filesizeformat(MAX_SIZE)}
    params |= {"pages": pages, "most_pages": most_pages}
    return ValidationError(SENTENCES[reason], code=reason, params=params)
