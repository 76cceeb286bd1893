"""The form in which pictures are uploaded and described, wherever it stands in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from migs_site.media_storage.forms import StoredFileForm

WORDS = ("alt_en", "alt_fr")
AGAIN = _("Choose the file again. The browser does not keep it after an error.")


class SiteImageForm(StoredFileForm, BaseImageForm):
    """Marks both alternative texts as required, which they are unless “decorative” is ticked; the model checks them.

    The mark is for readers: a browser that required them would not let anybody tick “decorative” instead. The script
    knows both, and asks before a file is sent; a file that was sent and refused would have to be chosen again.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in WORDS:
            if name in self.fields:
                self.fields[name].widget.attrs["data-described"] = ""
                self.fields[name].widget.use_required_attribute = lambda initial: False
        self.mark_words(True)

    def _clean_fields(self):
        self.mark_words(False)
        super()._clean_fields()
        self.mark_words(True)

    def _post_clean(self):
        super()._post_clean()
        # Where several files are sent at once no words are sent with them, and Wagtail keeps the files.
        is_whole_form = self.add_prefix(WORDS[0]) in self.data
        if self.errors and is_whole_form and self.add_prefix("file") in self.files and not self.has_error("file"):
            self.add_error("file", AGAIN)

    def mark_words(self, required: bool):
        for name in WORDS:
            if name in self.fields:
                self.fields[name].required = required
