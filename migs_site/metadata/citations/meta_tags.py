"""What Google Scholar, Zotero and others read in the head of a page that is a work.

https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
"""

from typing import NamedTuple

from migs_site.metadata.citations.items import day, words_of


class MetaTag(NamedTuple):
    name: str
    content: str


def meta_tags(item: dict, address: str) -> list[MetaTag]:
    """The tags of a work, none of them empty. address: that of its page."""
    publisher = "technical_report_institution" if item["type"] == "report" else "publisher"
    facts = [
        ("title", item["title"]),
        *[("author", ", ".join(words_of(name))) for name in item["author"]],
        ("publication_date", "/".join(day(item))),
        (publisher, item["publisher"]),
        ("technical_report_number", item.get("number")),
        ("isbn", item.get("ISBN")),
        ("language", item["language"]),
        ("public_url", address),
    ]
    return [MetaTag(f"citation_{name}", content) for name, content in facts if content]
