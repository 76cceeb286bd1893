"""What surrounds the pages: masthead, foot, heads and parts; and the pages that stand alone."""

import datetime

from django.utils.translation import get_language

from migs_site.base.blocks import BodyBlock
from migs_site.base.robots import RobotTraps
from migs_site.models import HomePage, Launch, StandardPage
from migs_site.styleguide.registry import states
from migs_site.styleguide.samples import (
    DAY,
    bare_contact,
    contact,
    long_contact,
    menu,
    other_language,
    page_of,
    versions,
)
from migs_site.styleguide.words import LONG_EMAIL, LONG_WORD, prose, say, title, words
from migs_site.web.navigation import FootEntry, Step
from migs_site.web.page_frame import SocialCard


def masthead(entries, contact, versions, page=None) -> dict:
    return {"menu": entries, "contact": contact, "versions": versions, "page": page}


def sample_page(**fields) -> StandardPage:
    return page_of(StandardPage, **{"title": say("Sample page", "Page d’exemple")} | fields)


def home() -> HomePage:
    return page_of(HomePage, title=say("Sample home", "Accueil d’exemple"), depth=2)


def body(*blocks: tuple) -> dict:
    return {"body": BodyBlock().normalize(list(blocks))}


def heading(words: str, anchor: str) -> tuple:
    return ("heading", {"text": words, "anchor": anchor})


PUBLISHED = {"depth": 3, "last_published_at": datetime.datetime(2001, 9, 1, 12, tzinfo=datetime.UTC)}


def cited(page) -> dict:
    return {"page": page, "versions": versions(here="/sample/"), "contact": contact()}


def way(*titles: str, current: bool = True) -> list[Step]:
    """A way of these steps from the home page; the last is where the reader is, or the page that leads there."""
    steps = [Step(words, "/") for words in (say("Home", "Accueil"), *titles)]
    return [*steps[:-1], steps[-1]._replace(is_current=current)]


def on(page) -> dict:
    return {"page": sample_page(), "next_page": page}


def foot(contact, number: int, length: int) -> dict:
    """That many pages with titles of that many words; you are on the second, and the third has a feed."""
    entries = [FootEntry(f"{title(length)} {at}", "/", at == 2, "/" if at == 3 else "") for at in range(1, number + 1)]
    return {"contact": contact, "entries": entries, "reach": True}


def social(page) -> dict:
    return cited(page) | {"card": None}


def launches(number: int, length: int) -> list[Launch]:
    texts = {"what_en": title(length), "what_fr": title(length), "place_en": title(length), "place_fr": title(length)}
    return [Launch(date=DAY, **texts) for _ in range(number)]


def switch(**addresses) -> dict:
    """The version of a page in the language that the reader does not read."""
    return {"version": next(v for v in versions(**addresses) if v.code == other_language()), "page": sample_page()}


def page_in_other_language() -> StandardPage:
    return page_of(StandardPage, title=say("Page d’exemple", "Sample page"), language=other_language())


def limited(**given) -> dict:
    return {"code": get_language(), "until": datetime.datetime(2031, 3, 4, 14, 5, tzinfo=datetime.UTC)} | given


def standalone(title: str, words: str, status: int, **given) -> dict:
    languages = [get_language(), other_language()]
    return given | {
        "title": title,
        "words": f"components/{words}.html",
        "status": status,
        "name": "SI",
        "languages": languages,
    }


SPECIMENS = [
    *states(
        "components/masthead.html",
        "header",
        default=lambda: masthead(menu(7), contact(), versions()),
        home_page=lambda: masthead(menu(7), contact(), versions(), home()),
        on_a_page=lambda: masthead(menu(7, current="page"), contact(), versions(), sample_page()),
        below_a_page=lambda: masthead(menu(7, current="true"), contact(), versions(), sample_page()),
        without_translation=lambda: masthead(menu(7), contact(), versions(there=None), sample_page()),
        long_names=lambda: masthead(menu(9, 4, "page"), long_contact(), versions(there=None), sample_page()),
        empty=lambda: masthead([], bare_contact(), versions(there=None, home=None)),
    ),
    *states(
        "components/menu.html",
        "header",
        default=lambda: masthead(menu(7), contact(), versions()),
        long_names=lambda: masthead(menu(9, 4, "page"), contact(), versions(there=None), sample_page()),
        empty=lambda: masthead([], bare_contact(), versions(there=None, home=None)),
    ),
    *states(
        "components/language_switch.html",
        "switch",
        translated=switch,
        without_translation=lambda: switch(there=None),
        nowhere=lambda: switch(there=None, home=None),
    ),
    *states(
        "components/dead_link.html",
        "text",
        default=lambda: {"looked_on": DAY},
        with_a_copy=lambda: {"looked_on": DAY, "copy": "https://example.org/copy", "words": title(4)},
    ),
    *states(
        "components/alternates.html",
        "source",
        two_languages=lambda: {"versions": versions(here="/en/sample/", there="/fr/exemple/"), "page": sample_page()},
        one_language=lambda: {"versions": versions(here="/en/sample/", there=None), "page": sample_page()},
        home_page=lambda: {"versions": versions(), "page": home()},
    ),
    *states(
        "components/social_tags.html",
        "source",
        page=lambda: social(sample_page(search_description=words(20))),
        home_page=lambda: social(home()),
        with_card=lambda: social(sample_page()) | {"card": SocialCard("/sample.png", title(6))},
        without_a_page=lambda: social(None),
    ),
    *states("components/italic_preload.html", "source", default=dict),
    *states(
        "components/breadcrumb.html",
        "header",
        default=lambda: {"way": way(title(2), title(3))},
        long=lambda: {"way": way(*[title(14)] * 4)},
        one_long_word=lambda: {"way": way(LONG_WORD, LONG_WORD)},
        below_a_page=lambda: {"way": way(title(2), title(3), current=False)},
        nothing=lambda: {"way": []},
    ),
    *states(
        "components/next_page.html",
        "main",
        default=lambda: on(sample_page(title=title(3), search_description=words(20))),
        without_words=lambda: on(sample_page(title=title(1))),
        long=lambda: on(sample_page(title=title(24), search_description=words(80))),
        one_long_word=lambda: on(sample_page(title=LONG_WORD)),
        other_language=lambda: on(page_in_other_language()),
        nothing=lambda: on(None),
    ),
    *states(
        "components/statement.html",
        "content",
        numeral=lambda: {"words": "2001", "text": prose(1, 20)},
        default=lambda: {"words": title(3), "text": prose(1, 20)},
        alone=lambda: {"words": title(9)},
        long=lambda: {"words": title(24), "text": prose(2, 60)},
        one_long_word=lambda: {"words": LONG_WORD},
        text_alone=lambda: {"text": prose(1, 20)},
    ),
    *states(
        "components/colophon.html",
        "footer",
        default=lambda: foot(contact(), 9, 1),
        long_names=lambda: foot(long_contact(), 9, 5),
        many_pages=lambda: foot(contact(), 30, 3),
        without_contact=lambda: foot(contact(), 9, 1) | {"reach": False},
        empty=lambda: foot(bare_contact(), 0, 1),
    ),
    *states(
        "components/citation.html",
        "footer",
        page=lambda: cited(sample_page(**PUBLISHED)),
        home_page=lambda: cited(page_of(HomePage, **PUBLISHED | {"depth": 2})),
        without_a_page=lambda: cited(None),
        nowhere=lambda: {"page": None, "versions": versions(here=None), "contact": contact()},
    ),
    *states(
        "components/contact_channels.html",
        "content",
        default=lambda: {"contact": contact()},
        large=lambda: {"contact": contact(), "size": "large"},
        large_and_long=lambda: {"contact": long_contact(), "size": "large"},
        long_email=lambda: {"contact": contact(email=LONG_EMAIL)},
        only_email=lambda: {"contact": contact(telephone="", fax="", website="", social_links=[])},
        empty=lambda: {"contact": bare_contact()},
    ),
    *states(
        "components/contact_rows.html",
        "ledger",
        default=lambda: {"contact": contact()},
        long=lambda: {"contact": long_contact()},
    ),
    *states(
        "components/page_head.html",
        "main",
        default=lambda: {"title": title(3), "lead": words(30)},
        title_alone=lambda: {"title": title(2)},
        with_note=lambda: {"title": title(3), "lead": words(30), "note": say("Sample note", "Note d’exemple")},
        with_text=lambda: {"title": title(3), "words": prose(2)},
        with_button=lambda: {"title": title(3), "lead": words(30), "button": title(2), "address": "/"},
        medium=lambda: {"title": title(10), "lead": words(50)},
        long=lambda: {"title": title(24), "lead": words(90), "note": title(12), "button": title(10), "address": "/"},
        one_long_word=lambda: {"title": LONG_WORD, "lead": words(3)},
    ),
    *states(
        "components/titled_row.html",
        "ledger",
        default=lambda: {"title": title(2), "anchor": "part", "words": prose(2)},
        long=lambda: {"title": title(12), "anchor": "part", "words": prose(4, 120)},
        one_long_word=lambda: {"title": LONG_WORD, "anchor": "part", "words": f"<p>{LONG_WORD} {LONG_EMAIL}</p>"},
        three_words=lambda: {"title": title(1), "anchor": "part", "words": prose(1, 3)},
    ),
    *states(
        "components/body.html",
        "ledger",
        default=lambda: body(heading(title(2), "one"), ("text", prose(2)), heading(title(3), "two"), ("text", prose())),
        without_heading=lambda: body(("text", prose(2))),
        one_long_heading=lambda: body(heading(LONG_WORD, "one"), ("text", prose(1, 3))),
        heading_alone=lambda: body(heading(title(2), "one")),
        empty=body,
    ),
    *states(
        "components/timeline.html",
        "band",
        one=lambda: {"launches": launches(1, 5)},
        with_start=lambda: {"launches": launches(2, 5), "started_on": DAY},
        many=lambda: {"launches": launches(6, 12), "started_on": DAY},
        long=lambda: {"launches": launches(2, 40)},
        empty=lambda: {"launches": []},
    ),
    *states("components/method_not_allowed.html", "band", default=lambda: {"code": get_language()}),
    *states(
        "components/not_found.html",
        "band",
        default=lambda: {"code": get_language()},
        with_a_guess=lambda: {"code": get_language(), "meant": sample_page()},
        with_a_guess_in_the_other_language=lambda: {"code": get_language(), "meant": page_in_other_language()},
    ),
    *[
        specimen
        for name in (
            "bad_request",
            "form_expired",
            "forbidden",
            "no_answer",
            "no_file",
            "server_error",
            "too_large",
            "outage",
        )
        for specimen in states(f"components/{name}.html", "text", default=lambda: {"code": get_language()})
    ],
    *states("components/robot_traps.html", "text", default=lambda: {"form": RobotTraps()}),
    *[
        specimen
        for name in ("no_answer", "outage")
        for specimen in states(
            f"components/{name}.html", "text", after_sending=lambda: {"code": get_language(), "was_sent": True}
        )
    ],
    *states(
        "components/limit_reached.html",
        "text",
        default=limited,
        after_sending=lambda: limited(was_sent=True),
        nothing_lost=lambda: limited(was_sent=True, nothing_lost=True),
    ),
    *states(
        "components/standalone_page.html",
        "document",
        bad_request=lambda: standalone("We could not process your request", "bad_request", 400),
        form_expired=lambda: standalone("The form was not sent", "form_expired", 403),
        server_error=lambda: standalone("This page cannot be displayed", "server_error", 500),
        outage=lambda: standalone("This site is temporarily unavailable", "outage", 503),
        limit=lambda: standalone("Please try again later", "limit_reached", 429, **limited()),
        long_title=lambda: standalone(title(24), "server_error", 500),
    ),
]
