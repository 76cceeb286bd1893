"""What long lists need: addresses of their pages that keep the filters, and the numbers of those pages."""

from collections.abc import Iterator

from django import template
from django.core.paginator import Page
from django.http import HttpRequest

register = template.Library()


@register.simple_tag
def in_list(request: HttpRequest, name: str, value) -> str:
    """The address of the list at hand with one parameter changed, or left out where the value is empty.

    A new filter begins at the first page.
    """
    query = request.GET.copy()
    for parameter in [name, "page"]:
        query.pop(parameter, None)
    if value:
        query[name] = value
    return f"?{query.urlencode()}" if query else request.path


@register.filter
def page_numbers(shown: Page) -> Iterator[int | str]:
    """The numbers to choose from: the first, the last, those beside the one at hand, and “…” for the others."""
    return shown.paginator.get_elided_page_range(shown.number, on_each_side=1, on_ends=1)
