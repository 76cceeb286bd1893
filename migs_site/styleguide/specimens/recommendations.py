"""Recommendations and the book."""

import functools

from migs_site.styleguide.records import (
    DAY,
    addressee,
    docket,
    person,
    progress_entry,
    recommendation,
    set_of_recommendations,
    source,
)
from migs_site.styleguide.specimens.specimen import states
from migs_site.styleguide.words import LONG_WORD, say, title, words
from recommendations.models import Status


def entry(number: int = 1, length: int = 14, **fields) -> dict:
    return {"entry": recommendation(number, length, **fields)}


def entangled() -> dict:
    """An entry that needs two others, and that two others need."""
    made = entry()
    made["entry"].needs = [recommendation(number) for number in (2, 3)]
    made["entry"].needed_by = [recommendation(number) for number in (4, 5)]
    return made


def one_long_word() -> dict:
    made = entry()
    made["entry"].statement = LONG_WORD
    return made


def depends(*lengths: int, note: str = "") -> dict:
    """Recommendations of so many words each, that another rests on."""
    entries = [recommendation(number, length) for number, length in enumerate(lengths, start=9)]
    return {"title": say("Depends on", "Repose sur"), "anchor": "depends", "entries": entries, "note": note}


def long_addressee():
    made = addressee()
    made.name_en = made.name_fr = title(14)
    return made


def launch(**fields) -> dict:
    return {"set": set_of_recommendations(**fields)}


def record(*entries, **inputs) -> dict:
    return {"entries": list(entries), "page": set_of_recommendations()} | inputs


def long_entry():
    """With all there can be, and far more words than anybody needs."""
    sources = [source(30, archive_address="https://example.org/copy"), source(2, title_en=LONG_WORD)]
    answer = words(80)
    return progress_entry(length=160, answer_en=answer, answer_fr=answer, sources=sources, assessed_by=person())


def answered(**fields) -> dict:
    return record(progress_entry(answer_en=words(12), answer_fr=words(12)), **fields)


def proof(*sources, **inputs) -> dict:
    return {"sources": list(sources), "page": set_of_recommendations()} | inputs


SPECIMENS = [
    *states(
        "components/record.html",
        one=lambda: record(progress_entry()),
        many=lambda: record(*[progress_entry(number, 4 * number) for number in range(1, 6)]),
        answered=answered,
        answered_by_an_office=lambda: answered(addressee=title(9)),
        without_status=lambda: record(progress_entry(status="", date="2001")),
        many_words=lambda: record(long_entry()),
        one_long_word=lambda: record(progress_entry(judgement_en=LONG_WORD, judgement_fr=LONG_WORD)),
    ),
    *states(
        "components/proof.html",
        read_on_the_web=lambda: proof(source()),
        printed=lambda: proof(source(address="", read_on=None)),
        archived=lambda: proof(source(archive_address="https://example.org/copy")),
        many=lambda: proof(*[source(length) for length in range(1, 6)]),
        assessed_by_somebody=lambda: proof(source(), assessor=person()),
        long_title=lambda: proof(source(40, publisher_en=LONG_WORD)),
    ),
    *states(
        "components/docket.html",
        "band",
        one=lambda: {"groups": docket(1)},
        thirteen=lambda: {"groups": docket(13)},
        with_status=lambda: {"groups": docket(4), "status": True},
        empty=lambda: {"groups": []},
    ),
    *states(
        "components/docket_entry.html",
        "docket",
        default=entry,
        same_addressee=lambda: entry() | {"again": True},
        with_status=lambda: entry() | {"status": True},
        needs_and_is_needed=entangled,
        eighty_words=lambda: entry(13, 80) | {"status": True},
        three_words=lambda: entry(2, 3),
        long_addressee=lambda: entry(to=long_addressee()),
        one_long_word=one_long_word,
    ),
    *states(
        "components/depends.html",
        "main",
        one=lambda: depends(12),
        many=lambda: depends(12, 6, 30),
        with_note=lambda: depends(12, note=words(40)),
        eighty_words=lambda: depends(80),
        three_words=lambda: depends(3),
    ),
    *states(
        "components/made_public.html",
        "margin",
        day_and_place=lambda: launch(launched_on=DAY, launched_at=say("Sample Hall", "Salle d’exemple")),
        day_alone=lambda: launch(launched_on=DAY),
        long_place=lambda: launch(launched_on=DAY, launched_at=f"{title(14)} {LONG_WORD}"),
        empty=launch,
    ),
    *states(
        "components/status.html",
        "text",
        **{status.value: functools.partial(dict, status=status.value, label=status.label) for status in Status},
    ),
]
