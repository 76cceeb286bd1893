"""The blocks that editors build pages from. The first state of each is the preview in the editor's chooser."""

from migs_site.base.blocks import BodyBlock
from migs_site.base.samples import sample_page
from migs_site.models import HomePage
from migs_site.styleguide.registry import states, states_of_block
from migs_site.styleguide.samples import landscape_picture, locale, other_language
from migs_site.styleguide.words import LONG_EMAIL, LONG_WORD, prose, say, title, words

OFFERED = {
    **BodyBlock().child_blocks,
    **HomePage._meta.get_field("purposes").stream_block.child_blocks,
    **HomePage._meta.get_field("dates").stream_block.child_blocks,
}


def call(text: str, button: str, destination) -> dict:
    return {"value": {"text": text, "button": button}, "destination": destination}


def purpose(destination) -> dict:
    return {"value": {"title": title(1), "text": words(20)}, "destination": destination}


def every_mark() -> str:
    points = f"<li>{words(9)}</li><li>{words(30)}</li>"
    marked = f"<p><b>{title(3)}</b> <i>{title(3)}</i> <a href='/'>{title(3)}</a></p>"
    return f"{marked}<ul>{points}</ul><ol>{points}</ol>"


def in_other_language():
    page = sample_page(say("Sample page", "Page d’exemple"))
    page.locale = locale(other_language())
    return page


SPECIMENS = [
    *states_of_block(
        OFFERED["heading"],
        "band",
        long=lambda: {"text": title(18), "anchor": "long"},
        one_long_word=lambda: {"text": LONG_WORD, "anchor": "word"},
    ),
    *states_of_block(
        OFFERED["text"],
        long=lambda: prose(5, 120),
        three_words=lambda: prose(1, 3),
        every_mark=every_mark,
        long_words=lambda: f"<p>{LONG_WORD} {LONG_EMAIL}</p>",
    ),
    *states_of_block(
        OFFERED["content_warning"],
        long=lambda: {
            "warning": words(30),
            "content": [("text", prose(2, 60)), ("quotation", {"words": words(20), "source": title(3)})],
        },
        one_long_word=lambda: {"warning": LONG_WORD, "content": [("text", prose(1, 20))]},
    ),
    *states_of_block(
        OFFERED["quotation"],
        without_source=lambda: {"words": words(20), "source": ""},
        long=lambda: {"words": words(120), "source": words(30)},
        three_words=lambda: {"words": words(3), "source": title(1)},
    ),
    *states_of_block(
        OFFERED["key_message"],
        long=lambda: {"claim": words(40), "explanation": prose(2, 90), "anchor": "long"},
        without_explanation=lambda: {"claim": words(9), "explanation": "", "anchor": "short"},
        one_long_word=lambda: {"claim": LONG_WORD, "explanation": f"<p>{LONG_WORD}</p>", "anchor": "word"},
    ),
    *states_of_block(
        OFFERED["statement"],
        sentence=lambda: {"words": title(9), "text": prose(1, 20)},
        long=lambda: {"words": title(18), "text": prose(2, 60)},
        one_long_word=lambda: {"words": LONG_WORD, "text": ""},
    ),
    *states_of_block(
        OFFERED["facts"],
        one=lambda: [{"term": title(1), "description": prose(1, 3)}],
        long=lambda: [
            {"term": title(12), "description": prose(2, 60)},
            {"term": LONG_WORD, "description": f"<p>{LONG_EMAIL}</p>"},
        ],
        empty=list,
    ),
    *states_of_block(
        OFFERED["programmes"],
        without_link=lambda: {
            "programmes": [{"where": title(3), "degrees": "M.A."}],
            "link_text": "",
            "link_address": "",
        },
        long=lambda: {
            "programmes": [{"where": title(14), "degrees": words(20)}, {"where": LONG_WORD, "degrees": LONG_WORD}],
            "link_text": title(14),
            "link_address": "https://example.org/",
        },
    ),
    *states(
        "blocks/call_to_action.html",
        "content",
        preview=lambda: call(words(6), say("Sample button", "Bouton d’exemple"), sample_page("")),
        without_words=lambda: call("", say("Sample button", "Bouton d’exemple"), sample_page("")),
        other_language=lambda: call(words(6), say("Sample button", "Bouton d’exemple"), in_other_language()),
        nowhere=lambda: call(words(6), say("Sample button", "Bouton d’exemple"), None),
        long=lambda: call(words(60), title(10), sample_page("")),
    ),
    *states_of_block(
        OFFERED["image"],
        without_caption=lambda: {"image": landscape_picture(), "caption": ""},
        long_caption=lambda: {"image": landscape_picture(credit=words(20)), "caption": words(60)},
    ),
    *states_of_block(
        OFFERED["purpose"],
        "purposes",
        long=lambda: {"title": title(9), "text": words(80)},
        one_long_word=lambda: {"title": LONG_WORD, "text": words(3)},
    ),
    *states(
        "blocks/purpose.html",
        "purposes",
        with_page=lambda: purpose(sample_page(title(3))),
        with_a_page_in_the_other_language=lambda: purpose(in_other_language()),
    ),
    *states_of_block(OFFERED["date"], "chronology", long=lambda: {"date": title(6), "event": words(30)}),
]
