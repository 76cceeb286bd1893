"""A name for each request, in all lines of the log about it and in its answer, so that a visitor can tell us which."""

import re
import secrets

from migs_site.monitoring.logs import request_id
from migs_site.web.client_addresses import is_from_proxy

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)


class RequestIdMiddleware:
    """Takes the name that a proxy of ours has given it (nginx: $request_id), or makes one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        name = name_of(request)
        before = request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(before)
        response.headers[HEADER] = name
        return response


def name_of(request) -> str:
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    return given if WELL_FORMED.fullmatch(given) and is_from_proxy(request) else secrets.token_hex(16)
