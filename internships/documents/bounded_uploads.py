"""Takes files in from the network without trusting how long they are."""

import logging
import tempfile
from contextlib import suppress

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from internships.models import ApplicationFile
from migs_site.base.documents import MAX_SIZE

logger = logging.getLogger(__name__)


class BoundedUploadHandler(FileUploadHandler):
    """Writes one file of each kind to the temporary folder, and no byte past the limit, however much is sent.

    It has no name there, so that nothing of it is left if the process is killed. What is past the limit is read and
    thrown away, so that the rest of the form arrives, and the visitor sees a page instead of a broken connection. The
    file's ``size`` is what was sent, its content at most one byte over the limit. Where the folder takes no more,
    ``lacked_room`` says so, the file is left out, and the rest of the form arrives all the same.
    """

    lacked_room = False

    def __init__(self, request=None):
        super().__init__(request)
        self.awaited = set(ApplicationFile.Kind.values)

    def new_file(self, field_name, *args, **kwargs):
        if field_name not in self.awaited:
            raise SkipFile
        self.awaited.remove(field_name)
        super().new_file(field_name, *args, **kwargs)
        try:
            content = tempfile.TemporaryFile()  # noqa: SIM115 (the request closes it)
        except OSError as error:
            self.note_lack_of_room()
            raise SkipFile from error
        self.file = UploadedFile(content, self.file_name, self.content_type, 0, self.charset)

    def receive_data_chunk(self, raw_data, start):
        room = MAX_SIZE + 1 - start
        if room > 0:
            try:
                self.file.write(raw_data[:room])
            except OSError as error:
                self.note_lack_of_room(self.__dict__.pop("file"))
                raise SkipFile from error

    def file_complete(self, file_size):
        """Let go of the file: when a later one is skipped, Django closes the handler's last."""
        complete = self.file
        del self.file
        try:
            complete.seek(0)  # writes what is still in the buffer
        except OSError:
            self.note_lack_of_room(complete)
            return None
        complete.size = file_size
        return complete

    def note_lack_of_room(self, file: UploadedFile | None = None) -> None:
        logger.exception("There was no room for a file that arrived.")
        self.lacked_room = True
        if file:
            close(file)

    def upload_interrupted(self):
        if hasattr(self, "file"):
            close(self.file)


def close(file: UploadedFile) -> None:
    with suppress(OSError):  # what is still in the buffer finds no room
        file.close()
