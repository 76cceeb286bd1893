"""What surrounds long lists of people."""

from migs_site.specimens.lists import shown
from migs_site.styleguide.registry import states
from migs_site.styleguide.words import say, title
from people.filters import PeopleFilter, RosterDay
from people.models.people_index import Letter


def letters(some: str) -> dict:
    """Letters that begin on the second page of a list."""
    return shown(1, 2) | {"letters": [Letter(letter, 2, f"letter-{letter}") for letter in some]}


def narrow(form) -> dict:
    return {"form": form, "button": say("Show", "Afficher")}


SPECIMENS = [
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
