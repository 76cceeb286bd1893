"""The public record of progress: entries with their proof, the picture, the table, and the pages they stand on."""

from django.core.paginator import Paginator
from django.test import RequestFactory

from migs_site.styleguide.registry import states
from migs_site.styleguide.samples import DAY, page_of
from migs_site.styleguide.words import LONG_WORD, title, words
from people.specimens.samples import person
from recommendations.models import Addressee, Correction
from recommendations.progress_table.outcomes import SetFacts
from recommendations.progress_table.page import ProgressPage
from recommendations.progress_table.query import ProgressFilter
from recommendations.progress_table.rows import TableRow, visible_columns
from recommendations.specimens.samples import (
    addressee,
    progress_entry,
    recommendation,
    rows,
    set_of_recommendations,
    source,
    strip,
)


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


def correction(length: int, addressee: Addressee | None = None) -> Correction:
    made = Correction(date=DAY, reason_en=words(length), reason_fr=words(length), earlier_addressee=addressee)
    made.earlier, made.day = words(2 * length), DAY
    return made


def table(number: int, length: int = 14, **inputs) -> dict:
    made = inputs.pop("rows", None) or rows(number, length)
    return {"rows": made, "columns": visible_columns(made), "page": set_of_recommendations()} | inputs


def unassessed(number: int, length: int = 14) -> list[TableRow]:
    return [TableRow(recommendation(at, length), set_of_recommendations(), None) for at in range(1, number + 1)]


def all_assessed(number: int) -> list[TableRow]:
    return [row for row in rows(2 * number) if row.source]


def outcome(number: int):
    entry = progress_entry(number, status="", sources=[source(address="", read_on=None)])
    entry.set_page = set_of_recommendations(title=title(6))
    return entry


def facts(number: int, assessed: int, outcomes: int, length: int = 5) -> SetFacts:
    made = set_of_recommendations(title=title(length), launched_on=DAY if length < 20 else None)
    return SetFacts(made, "sample", number, assessed, outcomes)


def with_facts(*all_facts: SetFacts, **inputs) -> dict:
    return {"facts": list(all_facts), "page": set_of_recommendations()} | inputs


def one_set(number: int, assessed: int, outcomes: int, **inputs) -> dict:
    return facts(number, assessed, outcomes)._asdict() | inputs


def tally(*numbers: int, **inputs) -> dict:
    return {"segments": strip(*numbers)} | inputs


def files() -> dict:
    addresses = {"csv_address": "/csv/", "json_address": "/json/", "feed_address": "/changes/"}
    return addresses | {"whole_feed_address": "/changes/", "query_string": ""}


def progress(number: int, length: int, question: dict | None = None, table_rows: list | None = None) -> dict:
    made = page_of(ProgressPage, title=title(max(1, length // 10)), introduction=words(length), method=words(length))
    shown = rows(number, length) if table_rows is None else table_rows
    assessed = sum(1 for row in shown if row.source)
    addressees = [addressee(at) for at in range(1, number + 1)]
    form = ProgressFilter(question or {}, [("sample", set_of_recommendations(title=title(9)))], addressees)
    form.full_clean()
    return files() | {
        "page": made,
        "form": form,
        "total": number,
        "segments": strip(*[number] * 8) if assessed else [],
        "facts": [facts(number, assessed, 0), facts(0, 0, 2, 9)],
        "columns": visible_columns(shown),
        "outcomes": [],
        "outcome_count": 0,
        "chosen": ", ".join(form.chosen()),
        "summary": title(3),
        "addressees": [(each, 7, "/") for each in addressees],
        "shown": Paginator(shown, 50).page(1),
        "request": RequestFactory().get("/"),
    }


def one_addressee(name: str, number: int) -> dict:
    made = addressee()
    made.name_en = made.name_fr = name
    made.kind, made.jurisdiction_en = Addressee.Kind.PROPOSED, title(3)
    return progress(number, 14) | {"addressee": made}


SPECIMENS = [
    *states(
        "components/progress_entries.html",
        one=lambda: record(progress_entry()),
        many=lambda: record(*[progress_entry(number, 4 * number) for number in range(1, 6)]),
        answered=answered,
        answered_by_an_office=lambda: answered(addressee=title(9)),
        without_status=lambda: record(progress_entry(status="", date="2001")),
        many_words=lambda: record(long_entry()),
        one_long_word=lambda: record(progress_entry(judgement_en=LONG_WORD, judgement_fr=LONG_WORD)),
    ),
    *states(
        "components/progress_sources.html",
        read_on_the_web=lambda: proof(source()),
        printed=lambda: proof(source(address="", read_on=None)),
        archived=lambda: proof(source(archive_address="https://example.org/copy")),
        many=lambda: proof(*[source(length) for length in range(1, 6)]),
        assessed_by_somebody=lambda: proof(source(), assessor=person()),
        long_title=lambda: proof(source(40, publisher_en=LONG_WORD)),
    ),
    *states(
        "components/corrections.html",
        one=lambda: {"corrections": [correction(12)]},
        many=lambda: {"corrections": [correction(length) for length in (3, 40, 80)]},
        other_addressee=lambda: {"corrections": [correction(9, addressee())]},
    ),
    *states(
        "components/tally.html",
        every_status=lambda: tally(*[1] * 8),
        ten=lambda: tally(3, 1, 0, 2, 0, 4),
        one=lambda: tally(1),
        thousands_and_one=lambda: tally(1999, 0, 0, 0, 0, 1),
        one_was_asked_for=lambda: tally(3, 1, status="not_started"),
    ),
    *states(
        "components/set_facts.html",
        none_assessed=lambda: one_set(10, 0, 0, table="/", query="sample"),
        half_assessed=lambda: one_set(10, 5, 1),
        one=lambda: one_set(1, 1, 0),
        no_text=lambda: one_set(0, 0, 2),
        no_day=lambda: facts(3, 0, 0, 20)._asdict(),
    ),
    *states(
        "components/progress_facts.html",
        one_set=lambda: with_facts(facts(10, 0, 0)),
        two_sets_and_method=lambda: with_facts(facts(10, 4, 0), facts(0, 0, 2, 14), method=words(40)),
        nothing=with_facts,
    ),
    *states(
        "recommendations/outcomes.html",
        two=lambda: {"outcomes": [outcome(1), outcome(2)], "number": 2, "page": set_of_recommendations()},
        none=lambda: {"outcomes": [], "number": 0, "page": set_of_recommendations()},
    ),
    *states(
        "components/progress_table.html",
        "main",
        none_assessed=lambda: table(10, rows=unassessed(10)),
        one=lambda: table(1),
        many=lambda: table(9),
        all_assessed=lambda: table(9, rows=all_assessed(9)),
        one_addressee=lambda: table(5, addressee=True),
        eighty_words=lambda: table(2, 80),
        three_words=lambda: table(2, 3),
    ),
    *states(
        "components/data_downloads.html",
        all_rows=lambda: {"csv": "/csv/", "json": "/json/", "feed": "/changes/", "query_string": ""},
        some_rows=lambda: {"csv": "/csv/", "json": "/json/", "feed": "/changes/", "query": "?status=announced"},
    ),
    *states(
        "recommendations/progress_page.html",
        "document",
        many=lambda: progress(9, 40),
        few_words=lambda: progress(1, 3),
        none_assessed=lambda: progress(10, 14, table_rows=unassessed(10)),
        all_assessed=lambda: progress(9, 14, table_rows=all_assessed(9)),
        outcomes_alone=lambda: progress(2, 14, {"set": "sample"}, []) | {"outcomes": [outcome(1)], "outcome_count": 1},
        nothing_found=lambda: progress(2, 14, {"status": "rejected"}, []),
        wrong_question=lambda: progress(2, 14, {"set": "nowhere", "status": "perfect"}),
        empty=lambda: progress(0, 3),
    ),
    *states(
        "recommendations/addressee.html",
        "document",
        many=lambda: one_addressee(title(4), 9),
        long_name=lambda: one_addressee(title(14), 1),
        one_long_word=lambda: one_addressee(LONG_WORD, 1),
    ),
]
