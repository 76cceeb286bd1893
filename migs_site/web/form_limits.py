"""How many fields a form may send. In the admin a group may have a thousand members, each of ten fields; visitors send
a dozen, so what they send is counted as it is read, before anything is made of it.
"""

from functools import partial

from django.http.multipartparser import MultiPartParserError

from migs_site.web.middleware import is_admin

MOST_OUTSIDE_THE_ADMIN = 1_000
BEGINS_A_FIELD = b"content-disposition"


class CountedStream:
    """A stream that gives up once more fields have begun in it than are allowed."""

    def __init__(self, stream, most: int):
        self.stream, self.most, self.fields, self.tail = stream, most, 0, b""

    def read(self, *size) -> bytes:
        data = self.stream.read(*size)
        seen = self.tail + data.lower()
        self.fields += seen.count(BEGINS_A_FIELD)
        self.tail = seen[-(len(BEGINS_A_FIELD) - 1) :]
        if self.fields > self.most:
            raise MultiPartParserError("More fields than any form of the site has.")
        return data


class FormLimitMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_admin(request):
            request.parse_file_upload = partial(self.parse, request.parse_file_upload)
        return self.get_response(request)

    @staticmethod
    def parse(parse_file_upload, META, post_data):
        return parse_file_upload(META, CountedStream(post_data, MOST_OUTSIDE_THE_ADMIN))
