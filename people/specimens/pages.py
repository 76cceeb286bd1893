"""The pages of people and groups, with other people than the site's own; and projects, which organizations pay for."""

from django.core.paginator import Paginator

from migs_site.models import ProjectPage
from migs_site.specimens.frame import launches
from migs_site.specimens.pages import body, page
from migs_site.styleguide.samples import DAY, page_of, portrait_picture
from migs_site.styleguide.words import ARABIC, FAR_LETTERS, FIVE_WORDS, LONG_WORD, ONE_LETTER, prose, title, words
from people.filters import PeopleFilter, RosterDay
from people.models import PeopleIndexPage
from people.models.memberships import GroupSize
from people.models.people_index import Letter, ListedPerson
from people.specimens.components import LONG_ROLE
from people.specimens.samples import (
    dated_memberships,
    difficult_memberships,
    group,
    membership,
    memberships,
    organization,
    person,
)


def one_person(*names: str, **fields) -> dict:
    return {"page": person(*names, **fields), "memberships": [], "former": dated_memberships(3)}


def someone_with_everything() -> dict:
    made = person(
        *FIVE_WORDS,
        honorific=title(5),
        post_nominals="(Sample), M.A., Ph.D.",
        position=title(12),
        affiliation=title(16),
        biography=prose(4, 120),
        portrait=portrait_picture(),
        links=[("link", {"text": title(14), "address": "https://example.org/"})],
    )
    held = membership(made, **LONG_ROLE)
    held.group = group(title=title(12))
    return {"page": made, "memberships": [held] * 3}


def roster(
    rows: list, former: list | None = None, on: str = "", unknown: str = "", known: dict | None = None, **fields
) -> dict:
    """A group page; ``on`` is the day that its address asks for, ``known`` what is known of its list."""
    former = former or []
    shown = Paginator([*rows, *former], 100).page(1)
    shown.present, shown.past = len(rows), len(former)
    form = RosterDay({"on": on})
    return {
        "page": group(introduction=prose(), **fields),
        "shown": shown,
        "memberships": rows,
        "former": former,
        "form": form,
        "on": form.cleaned_day(),
        "known": group(**known or {}),
        "unknown": unknown,
        "is_uncertain": bool(on),
    }


def everybody(people: list, groups: list, **filters: str) -> dict:
    """The page of all people; ``filters`` are those in its address."""
    entries = [ListedPerson(row.person, title(4) if place % 3 == 0 else "", "") for place, row in enumerate(people)]
    return {
        "page": page_of(PeopleIndexPage, title=title(1), introduction=words(30)),
        "groups": groups,
        "shown_groups": Paginator(groups, 100).page(1),
        "form": PeopleFilter(filters, [(each.slug, each.title) for each, _size in groups]),
        "letters": [Letter(letter, 1, f"letter-{letter}") for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(people)]],
        "number": len(people),
        "total": 9 if filters else len(people),
        "shown": Paginator(entries, 100).page(1),
        "entries": entries,
    }


def project(length: int, rows: int) -> dict:
    made = page_of(
        ProjectPage,
        title=title(max(1, length // 10)),
        acronym="SP",
        started_on=DAY,
        introduction=words(length),
        aims=prose(2, length),
        audience=prose(1, length),
        body=body(length),
    )
    funders = [organization(title(18))] * rows
    return {"page": made, "launches": launches(rows, length), "funders": funders}


PROJECTS = [
    *page(
        "migs_site/project_page.html",
        many_words=lambda: project(80, 5),
        few_words=lambda: project(3, 1),
        empty=lambda: {"page": page_of(ProjectPage, title=title(1), introduction=words(3))},
    ),
]

SPECIMENS = [
    *page(
        "people/people_index_page.html",
        many=lambda: everybody(
            memberships(40),
            [(group(title=title(length), slug=f"g{length}"), GroupSize(length, "2001")) for length in (9, 3, 1)],
        ),
        difficult_names=lambda: everybody(difficult_memberships(), [(group(title=LONG_WORD), GroupSize(1))]),
        nobody_answers=lambda: everybody([], [(group(), GroupSize())], who="former"),
        wrong_group=lambda: everybody(memberships(3), [(group(), GroupSize(3))], group="none", who="x"),
        empty=lambda: everybody([], []),
    ),
    *page(
        "people/group_page.html",
        forty=lambda: roster(memberships(40)),
        one=lambda: roster(memberships(1)),
        difficult_names=lambda: roster(difficult_memberships(**LONG_ROLE)),
        team=lambda: roster(difficult_memberships(**LONG_ROLE), kind="team"),
        with_former_members=lambda: roster(dated_memberships(5), dated_memberships(7)),
        on_a_day=lambda: roster(dated_memberships(5), on="2001-09-01"),
        in_a_year=lambda: roster(dated_memberships(5), on="2001"),
        not_known=lambda: roster([], on="2011", unknown="after", known={"confirmed_on": "2010"}),
        as_of=lambda: roster(
            memberships(9), known={"confirmed_on": "2010", "source_en": title(6), "source_fr": title(6)}
        ),
        on_no_day=lambda: roster(memberships(2), on="2001-13-01"),
        empty=lambda: roster([]),
    ),
    *page(
        "people/person_page.html",
        everything=someone_with_everything,
        five_word_surname=lambda: one_person(*FIVE_WORDS),
        surname_of_one_letter=lambda: one_person(*ONE_LETTER, portrait=portrait_picture()),
        far_letters=lambda: one_person(*FAR_LETTERS, biography=prose()),
        arabic=lambda: one_person(*ARABIC, position=title(3)),
        one_long_word=lambda: one_person("", LONG_WORD),
        in_memoriam=lambda: one_person(standing="in_memoriam", died_on="2001-09", position=title(3)),
        emeritus=lambda: one_person(standing="emeritus", orcid="0000-0002-1825-0097"),
    ),
]
