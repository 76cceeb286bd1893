"""Files that come with a form: each is checked at once, and either taken or refused with a sentence."""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from internships.documents.files import Document, check_upload
from internships.models import ApplicationFile
from migs_site.rate_limits.middleware import next_minute
from migs_site.rate_limits.services import LimitReached

NO_ROOM = _("We could not save “%(name)s”. Attach it again in a few minutes.")
SOME_NOT_SAVED = _("We could not save all your files. Attach those that are missing again in a few minutes.")

TOO_MUCH = _(
    "We could not save “%(name)s”: too many files have arrived, from your network or overall. Attach it again after "
    "%(time)s (Montreal time). Everything else is saved."
)

UNSAVED = _(
    "This was not saved: too much has been sent from your network or overall. Your answers are still here. Keep "
    "this page open, and save or send it again after %(time)s (Montreal time); attach new files again then."
)

Sentence = dict[str, str]  # by language, because the draft is shown later, perhaps in the other one


@dataclass
class Uploads:
    """taken: the good ones by kind. refused: why, by kind; “” is the key of what is said of all."""

    taken: dict[str, Document] = field(default_factory=dict)
    refused: dict[str, Sentence] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(document.size for document in self.taken.values())

    def refuse_all(self, reached: LimitReached) -> None:
        """Too much has arrived from there, or from everywhere."""
        for kind, document in self.taken.items():
            self.refused[kind] = in_each_language_until(TOO_MUCH, reached, name=document.name)
        self.taken = {}


def check_uploads(request, *, most_pages: int) -> Uploads:
    """Look into every file that came, while no connection to the database is held."""
    uploads = Uploads()
    for kind in ApplicationFile.Kind.values:
        upload = request.FILES.get(kind)
        if upload:
            try:
                uploads.taken[kind] = check_upload(kind=kind, upload=upload, most_pages=most_pages)
            except ValidationError as error:
                uploads.refused[kind] = in_each_language(error)
    if any(handler.lacked_room for handler in request.upload_handlers):
        uploads.refused[""] = in_each_language(ValidationError(SOME_NOT_SAVED))
    return uploads


def in_each_language_until(sentence, reached: LimitReached, **names: str) -> Sentence:
    """A sentence that says when to come back."""
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            time = date_format(timezone.localtime(next_minute(reached.until)), "DATETIME_FORMAT")
            said[code] = str(sentence) % {"time": time, **names}
    return said


def in_each_language(error: ValidationError) -> Sentence:
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = " ".join(map(str, error.messages))
    return said
