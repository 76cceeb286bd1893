"""What surrounds long lists."""

from django.core.paginator import Paginator
from django.test import RequestFactory

from migs_site.styleguide.specimens.specimen import states
from migs_site.styleguide.words import say, title
from people.filters import PeopleFilter, RosterDay
from people.models.people_index import Letter


def shown(number: int, last: int) -> dict:
    """Page <number> of <last>."""
    return {"shown": Paginator(range(last), 1).page(number), "name": "page", "request": RequestFactory().get("/")}


def letters(some: str) -> dict:
    """Letters that begin on the second page of a list."""
    return shown(1, 2) | {"letters": [Letter(letter, 2, f"letter-{letter}") for letter in some]}


def narrow(form) -> dict:
    return {"form": form, "button": say("Show", "Afficher")}


SPECIMENS = [
    *states(
        "components/pages.html",
        first=lambda: shown(1, 3),
        middle=lambda: shown(100, 200),
        last=lambda: shown(2, 2),
        only_one=lambda: shown(1, 1),
    ),
    *states(
        "components/letters.html",
        one=lambda: letters("A"),
        all=lambda: letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        far_letters=lambda: letters("AאЖش"),
    ),
    *states(
        "components/narrow.html",
        two_questions=lambda: narrow(PeopleFilter({}, [("sample", title(14))])),
        wrong_answers=lambda: narrow(PeopleFilter({"group": "none", "who": "x"}, [])),
        a_day=lambda: narrow(RosterDay({"on": "2001-09-01"})),
        no_day=lambda: narrow(RosterDay({"on": "2001-13-01"})),
    ),
]
