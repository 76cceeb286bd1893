"""Long lists: their pages, and forms that narrow them. Both stand in the address."""

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window
from django.http import HttpRequest

MOST_PAGES = 1_000_000  # of any list; PostgreSQL knows no row behind nine quintillion


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


def counted_page(rows: QuerySet, number: str | None, size: int) -> Page:
    """The same where there may be many: each row brings along how many there are, so that only a page behind the last
    takes more than one query."""
    paginator = Paginator(rows, size)
    try:
        place = int(number or 1)
    except ValueError:
        place = 1
    if 0 < place < MOST_PAGES:
        shown = list(rows.annotate(number_of_rows=Window(Count("pk")))[(place - 1) * size : place * size])
        if shown or place == 1:
            paginator.count = shown[0].number_of_rows if shown else 0
            return Page(shown, place, paginator)
    return paginator.get_page(number)


class NarrowingForm(forms.Form):
    def chosen(self) -> list[str]:
        """What was chosen, in the words of the form; answers that could not be used are left out."""
        answers = [(field, self.cleaned_data.get(name)) for name, field in self.fields.items()]
        return [str(dict(field.choices)[value]) for field, value in answers if value]
