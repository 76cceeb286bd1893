"""People and organizations, what surrounds long lists of them, and the blocks that show them."""

from migs_site.base.blocks import BodyBlock
from migs_site.models import ProjectPage
from migs_site.specimens.lists import shown
from migs_site.styleguide.registry import states, states_of_block
from migs_site.styleguide.samples import DAY, other_language, page_of, portrait_picture
from migs_site.styleguide.words import LONG_EMAIL, LONG_WORD, say, title
from people.filters import PeopleFilter, RosterDay
from people.models import PersonPage
from people.models.memberships import GroupSize
from people.models.people_index import Letter
from people.specimens.samples import (
    dated_memberships,
    difficult_memberships,
    group,
    membership,
    memberships,
    organization,
    person,
)

ROLE = {"english": "Sample role", "french": "Rôle d’exemple"}


def roles(rows: list, level: int = 2) -> dict:
    return {"memberships": rows, "page": person(), "level": level}


def in_other_language():
    """Somebody whose page is not translated."""
    here = person(
        surname=say("Sample", "Exemple"),
        language=other_language(),
        position=say("Fonction d’exemple", "Sample position"),
        affiliation=say("Université Exemple", "Sample University"),
    )
    return membership(here, **ROLE)


def with_everything(number: int) -> list:
    rows = memberships(number, **ROLE)
    for row in rows:
        row.person.position, row.person.affiliation = title(5), title(8)
    return rows


LONG_ROLE = {
    "english": "Sample role whose name goes on for longer than anybody would think possible",
    "french": "Rôle d’exemple dont le nom se prolonge au-delà de ce que l’on croirait possible",
}


def held(*rows, name: str = "") -> dict:
    for row in rows if name else ():
        row.group.title = name
    return {"memberships": rows, "page": person()}


def in_foreign_group():
    made = membership(person(), **ROLE)
    made.group = group(title=say("Comité Exemple", "Sample Committee"), language=other_language())
    return made


def behind(unknown: str):
    made = group()
    made.unknown = unknown
    return made


def sample_project() -> ProjectPage:
    return page_of(ProjectPage, title=title(3), started_on=DAY)


def unknown(reason: str, on: str = "2001", **fields) -> dict:
    return {"unknown": reason, "on": on, "known": group(**fields), "project": fields.get("project")}


SPECIMENS = [
    *states(
        "components/portrait.html",
        "margin",
        picture=lambda: {"person": person(portrait=portrait_picture())},
        none=lambda: {"person": person()},
    ),
    *states(
        "components/directory.html",
        "band",
        one=lambda: {"memberships": memberships(1)},
        three=lambda: {"memberships": memberships(3)},
        forty=lambda: {"memberships": memberships(40)},
        with_roles=lambda: {"memberships": memberships(9, **ROLE)},
        with_dates=lambda: {"memberships": dated_memberships(9)},
        difficult_names=lambda: {"memberships": difficult_memberships(**LONG_ROLE)},
        empty=lambda: {"memberships": []},
    ),
    *states(
        "components/roles.html",
        "content",
        one=lambda: roles(memberships(1, **ROLE)),
        three=lambda: roles(with_everything(3)),
        without_roles=lambda: roles(memberships(3)),
        with_dates=lambda: roles(dated_memberships(6)),
        difficult_names=lambda: roles(difficult_memberships(**LONG_ROLE)),
        without_translation=lambda: roles([in_other_language()]),
        empty=lambda: roles([]),
    ),
    *states(
        "components/held_roles.html",
        "content",
        one=lambda: held(membership(person(), **ROLE)),
        without_role=lambda: held(membership(person())),
        with_dates=lambda: held(*dated_memberships(6)),
        without_translation=lambda: held(in_foreign_group()),
        long=lambda: held(*[membership(person(), **LONG_ROLE) for _ in range(6)], name=title(14)),
        empty=held,
    ),
    *states(
        "components/groups.html",
        "content",
        one=lambda: {"groups": [(group(), GroupSize(1))], "level": 2},
        many=lambda: {
            "groups": [(group(title=title(length)), GroupSize(40, "2001-09")) for length in (2, 5, 14)],
            "level": 2,
        },
        nobody=lambda: {"groups": [(group(), GroupSize())], "level": 2},
        one_long_word=lambda: {"groups": [(group(title=LONG_WORD), GroupSize(13, "2001-09-01"))], "level": 2},
        empty=lambda: {"groups": [], "level": 2},
    ),
    *states(
        "components/as_of.html",
        "content",
        day=lambda: {"known": group(confirmed_on="2001-09-01")},
        month=lambda: {"known": group(confirmed_on="2001-09")},
        source=lambda: {"known": group(confirmed_on="2001", source_en=title(6), source_fr=title(6))},
        never=lambda: {"known": group()},
    ),
    *states(
        "components/unknown_roster.html",
        "text",
        future=lambda: unknown("future", on="2190-01-01"),
        after_a_day=lambda: unknown("after", confirmed_on="2001-09-01"),
        after_a_year=lambda: unknown("after", confirmed_on="2001"),
        before_a_day=lambda: unknown("before_group", existed_from="2001-09-01"),
        before_a_year=lambda: unknown("before_group", existed_from="2001"),
        before_the_project=lambda: unknown("before_project", project=sample_project()),
    ),
    *states(
        "components/backing_groups.html",
        "content",
        not_known=lambda: {"groups": [behind("after")], "on": DAY, "page": person(), "level": 2},
        on_a_day=lambda: {"groups": [group(), group(title=title(14))], "on": DAY, "page": person(), "level": 2},
        no_day=lambda: {"groups": [group(title=LONG_WORD)], "page": person(), "level": 2},
    ),
    *states(
        "components/person_standing.html",
        "content",
        emeritus=lambda: {"person": person(standing="emeritus")},
        former=lambda: {"person": person(standing="former")},
        in_memoriam=lambda: {"person": person(standing="in_memoriam")},
        none=lambda: {"person": person()},
    ),
    *states(
        "components/organization.html",
        "text",
        name=lambda: {"organization": organization()},
        with_place=lambda: {"organization": organization(place_en="Sampletown", place_fr="Exempleville")},
        with_website=lambda: {"organization": organization(website="https://example.org/")},
        long=lambda: {"organization": organization(title(24), website="https://example.org/", place_en=LONG_WORD)},
    ),
    *states(
        "components/funders.html",
        many=lambda: {
            "organizations": [organization(title(n), place_en=title(1), place_fr=title(1)) for n in (1, 3, 6, 12, 24)]
        },
        with_website=lambda: {"organizations": [organization(title(3), website="https://example.org/")]},
        one_long_word=lambda: {"organizations": [organization(LONG_WORD)]},
        empty=lambda: {"organizations": []},
    ),
    *states(
        "components/organizations.html",
        "content",
        one=lambda: {"organizations": [organization()]},
        many=lambda: {"organizations": [organization(title(length)) for length in (1, 4, 22, 3)]},
        empty=lambda: {"organizations": []},
    ),
]


def letters(some: str) -> dict:
    """Letters that begin on the second page of a list."""
    return shown(1, 2) | {"letters": [Letter(letter, 2, f"letter-{letter}") for letter in some]}


def filtered_by(form) -> dict:
    return {"form": form, "button": say("Show", "Afficher")}


LISTS = [
    *states(
        "components/letter_index.html",
        one=lambda: letters("A"),
        all=lambda: letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        far_letters=lambda: letters("AאЖش"),
    ),
    *states(
        "components/filter_form.html",
        two_questions=lambda: filtered_by(PeopleFilter({}, [("sample", title(14))])),
        wrong_answers=lambda: filtered_by(PeopleFilter({"group": "none", "who": "x"}, [])),
        a_day=lambda: filtered_by(RosterDay({"on": "2001-09-01"})),
        no_day=lambda: filtered_by(RosterDay({"on": "2001-13-01"})),
    ),
]


BLOCKS = [
    *states_of_block(
        BodyBlock().child_blocks["organizations"],
        many=lambda: [organization(title(length)) for length in (1, 4, 22)],
        empty=list,
    ),
    *states_of_block(
        PersonPage._meta.get_field("links").stream_block.child_blocks["link"],
        "links",
        long=lambda: {"text": title(18), "address": "https://example.org/"},
        one_long_word=lambda: {"text": LONG_EMAIL, "address": "https://example.org/"},
    ),
]
