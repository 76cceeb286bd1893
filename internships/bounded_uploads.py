"""Takes files in from the network without trusting how long they are."""

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from internships.models import ApplicationFile
from migs_site.base.documents import MAX_SIZE


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes one file of each kind to the temporary folder, and no byte past the limit, however much is sent.

    What is past it is read and thrown away, so that the rest of the form arrives, and the visitor sees a page instead
    of a broken connection. The file's ``size`` is what was sent, its content at most one byte over the limit.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.awaited = set(ApplicationFile.Kind.values)

    def new_file(self, field_name, *args, **kwargs):
        if field_name not in self.awaited:
            raise SkipFile
        self.awaited.remove(field_name)
        super().new_file(field_name, *args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        room = MAX_SIZE + 1 - start
        if room > 0:
            super().receive_data_chunk(raw_data[:room], start)

    def file_complete(self, file_size):
        """Let go of the file: when a later one is skipped, Django closes the handler's last."""
        complete = super().file_complete(file_size)
        del self.file
        return complete


def give_up(request) -> None:
    """Close the file in hand, and read what the visitor is still sending, or the answer is lost with the connection."""
    for handler in request.upload_handlers:
        handler.upload_interrupted()
    try:
        while request.read(64 * 1024):
            pass
    except OSError:  # the visitor has gone away
        pass
