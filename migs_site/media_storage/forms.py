"""A form with a file, for a store that may be away."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from migs_site.media_storage.failures import StoreAway

AWAY = _("Files cannot be stored at the moment, so nothing was saved. Try again in a few minutes.")


class StoredFileForm:
    """Asks the store before anything is saved: who uploads gets a sentence beside the file, and keeps the rest."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if settings.MEDIA_STORAGE_URL and isinstance(file, UploadedFile):
            try:
                default_storage.try_it()
            except StoreAway as error:
                raise ValidationError(AWAY) from error
        return file
