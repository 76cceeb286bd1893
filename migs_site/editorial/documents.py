"""Documents that staff upload for everybody are what their names say, and nothing but documents."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from wagtail.documents.forms import BaseDocumentForm

from migs_site.base.documents import recognize
from migs_site.media_storage.forms import StoredFileForm


class DocumentForm(StoredFileForm, BaseDocumentForm):
    """Wagtail's, for one file and for many, in the chooser and when a file is replaced; it looks at the name alone."""

    def clean_file(self):
        file = super().clean_file()
        if isinstance(file, UploadedFile):
            FileExtensionValidator(settings.WAGTAILDOCS_EXTENSIONS)(file)
            recognize(file, name=file.name, size=file.size, most_pages=None, largest=None)
        return file

    def _update_errors(self, errors):
        """One reason is enough: Wagtail's model would say of a file that was refused that its name has no ending."""
        if "file" in self.errors:
            errors.error_dict.pop("file", None)
        super()._update_errors(errors)
