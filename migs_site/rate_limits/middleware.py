"""The answer to somebody who has reached a limit (429, RFC 6585): when to come back, in both languages.

It asks no database. A view that catches LimitReached itself may answer with the same page.
"""

import datetime
import math

from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin

from migs_site.rate_limits.services import LimitReached
from migs_site.web.errors import plain

MINUTE = datetime.timedelta(minutes=1)


class LimitReachedMiddleware(MiddlewareMixin):
    def process_exception(self, request, exception):
        return limit_page(request, exception) if isinstance(exception, LimitReached) else None


def limit_page(request, reached: LimitReached, *, nothing_lost: bool = False):
    """429 with Retry-After. nothing_lost: whether what was sent has been stored all the same; the page then says so."""
    was_sent = request.method == "POST"
    with timezone.override(None):  # in Montreal's time, whatever zone a member of staff prefers
        until = next_minute(reached.until)
        response = plain(request, "429.html", 429, until=until, nothing_lost=nothing_lost, was_sent=was_sent)
    return as_limited(response, reached)


def as_limited(response, reached: LimitReached):
    """An answer of a view's own, with all that programs are told of a limit."""
    response.status_code = 429
    response.headers["Retry-After"] = max(1, math.ceil(reached.wait.total_seconds()))
    response.headers["Cache-Control"] = "no-store, private"
    return response


def next_minute(instant: datetime.datetime) -> datetime.datetime:
    """Rounded up: whoever comes back in that minute is not too early."""
    whole = instant.replace(second=0, microsecond=0)
    return whole if whole == instant else whole + MINUTE
