"""What surrounds long lists."""

from django.core.paginator import Paginator
from django.test import RequestFactory

from migs_site.styleguide.registry import states


def shown(number: int, last: int) -> dict:
    """Page <number> of <last>."""
    return {"shown": Paginator(range(last), 1).page(number), "name": "page", "request": RequestFactory().get("/")}


SPECIMENS = [
    *states(
        "components/pagination.html",
        first=lambda: shown(1, 3),
        middle=lambda: shown(100, 200),
        last=lambda: shown(2, 2),
        only_one=lambda: shown(1, 1),
    ),
]
