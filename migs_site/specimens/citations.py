"""What others take away of a page: how to cite it, and what machines read in its head."""

from django.utils.safestring import mark_safe

from migs_site.base.citable_works import Author, Work
from migs_site.metadata.citations.items import csl_item
from migs_site.metadata.citations.meta_tags import meta_tags
from migs_site.metadata.citations.references import Reference
from migs_site.styleguide.registry import states
from migs_site.styleguide.samples import contact, long_contact, other_language
from migs_site.styleguide.words import ARABIC, FIVE_WORDS, LONG_WORD, say, title

ADDRESS = "https://example.org/id/1"


def reference(kind: str = "report", institute=None, **fields) -> Reference:
    """A work of no page."""
    known = {"name": say("This sample", "Cet exemple"), "title": title(6), "issued": "2001-09-01"}
    work = Work(kind=kind, **known | fields)
    return Reference(work, csl_item(work, 1, institute or contact(), ADDRESS), ADDRESS, 1)


def book(*names: tuple[str, str], **fields) -> Reference:
    authors = tuple(Author(surname, given_names) for given_names, surname in names or [("Robin", "Sample")])
    return reference(
        "book", authors=authors, publisher="Sample Press", **{"name": say("The book", "Le livre")} | fields
    )


def summary() -> Reference:
    part = {"name": say("Executive summary", "Résumé"), "title_language": other_language(), "anchor": "summary"}
    return reference("chapter", container=title(5), authors=(Author("Sample", "Robin"),), **part)


def shown(*references: Reference) -> dict:
    return {"references": list(references)}


def read(reference: Reference | None = None, about: str = "") -> dict:
    tags = meta_tags(reference.item, "https://example.org/sample/") if reference else []
    return {"tags": tags, "about": mark_safe(about)}  # noqa: S308 (written here)


SPECIMENS = [
    *states(
        "components/references.html",
        "main",
        one=lambda: shown(reference(label=title(1), number="4", container=title(5))),
        two=lambda: shown(book(), summary()),
        many_authors=lambda: shown(book(*[("Robin", f"Sample {at}") for at in range(1, 9)])),
        eighty_words=lambda: shown(reference(title=title(80), institute=long_contact())),
        one_long_word=lambda: shown(reference(title=LONG_WORD, name=LONG_WORD)),
        empty=shown,
    ),
    *states(
        "components/reference.html",
        "content",
        book=lambda: {"reference": book()},
        part_of_a_book=lambda: {"reference": summary()},
        names=lambda: {"reference": book(FIVE_WORDS, ARABIC)},
        numbered=lambda: {"reference": reference(label=title(1), number="4", container=title(5))},
        without_a_date=lambda: {"reference": reference(issued="")},
    ),
    *states(
        "components/machine_readable.html",
        "source",
        work=lambda: read(book(isbn="978-0-00-000000-2"), '{"@type":"Book"}'),
        data_alone=lambda: read(about='{"@type":"Person"}'),
        empty=read,
    ),
]
