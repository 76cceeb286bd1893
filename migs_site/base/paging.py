"""The pages of a long list."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def page_of(request: HttpRequest, rows: QuerySet, size: int, name: str = "page") -> Page:
    """The page of a list that ?page= asks for: the first where it asks for none, the last where it asks for too much.

    ``name`` tells a second list on the same page from the first.

    Nothing is counted where the first page has room for all: a short list costs one query.
    """
    number = request.GET.get(name, "1")
    if number == "1":
        first = list(rows[: size + 1])
        if len(first) <= size:
            return Paginator(first, size).page(1)
    return Paginator(rows, size).get_page(number)
