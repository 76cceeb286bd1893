"""Documents that staff upload for everybody are what their names say, told by their content."""

from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

from migs_site.base.documents import plain_name, recognize
from migs_site.base.documents.pdf import HEADER, cross_reference_offset, last_dictionary, read_at
from migs_site.base.documents.refusals import Refused


class DocumentForm(BaseDocumentForm):
    """Wagtail's, for one file and for many, in the chooser and when a file is replaced; it looks at the name alone."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            FileExtensionValidator(settings.WAGTAILDOCS_EXTENSIONS)(file)
            check_content(file)
        return file

    def _update_errors(self, errors):
        """One reason is enough: Wagtail's model would say of a file that was refused that its name has no ending."""
        if "file" in self.errors:
            errors.error_dict.pop("file", None)
        super()._update_errors(errors)


def check_content(file: UploadedFile) -> None:
    extension = PurePath(file.name).suffix.lower().removeprefix(".")
    if extension == "pdf" and is_whole_pdf(file):
        return
    found = recognize(file, name=file.name, size=file.size)  # says what is wrong with most other files
    if found != extension or extension == "pdf":
        name = plain_name(file.name)
        raise ValidationError(
            _(
                "“%(name)s” is damaged, or is not the type of file its name says. Open it, save it again and upload "
                "the new file."
            ),
            code="other_content",
            params={"name": name},
        )


def is_whole_pdf(file: UploadedFile) -> bool:
    """A PDF from its first byte, so that nothing takes it for a page, to its last.

    Unlike an applicant's it may be locked against changes and have any title: staff know the reports they publish.
    """
    try:
        dictionary = last_dictionary(file, cross_reference_offset(file, file.size), file.size)
        return bool(HEADER.match(read_at(file, 0, 16))) and b"/Root" in dictionary
    except Refused:
        return False
    finally:
        file.seek(0)
