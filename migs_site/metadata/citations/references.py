"""What a page shows of how to cite it: each of its works in one line, with its permanent address and its files."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext

from migs_site.base.citable_works import Work
from migs_site.metadata.citations.exports import FORMATS
from migs_site.metadata.citations.items import csl_item, day, in_order


class File(NamedTuple):
    name: str
    meaning: str
    address: str


class Reference:
    """A work of a page, as an item and as text. address: the permanent one."""

    def __init__(self, work: Work, item: dict, address: str, page_id: int):
        self.work, self.item, self.address, self.page_id = work, item, address, page_id

    @property
    def authors(self) -> str:
        return get_text_list([in_order(name) for name in self.item["author"]], gettext("and"))

    @property
    def title(self) -> str:
        return self.item["title"]

    @property
    def container(self) -> str:
        """The book that a chapter is in."""
        return self.item.get("container-title", "")

    @property
    def facts(self) -> list[str]:
        """What follows the title: what is numbered, its set, publisher, year, address. Nobody is named twice."""
        numbered = "\u00a0".join(self.item[part] for part in ("genre", "number") if part in self.item)
        publisher = self.item["publisher"] if self.work.authors else ""
        year = "".join(day(self.item)[:1])
        facts = [numbered, self.item.get("collection-title"), publisher, year, self.item.get("URL")]
        return [fact for fact in facts if fact]

    @property
    def files(self) -> list[File]:
        part = {"part": self.work.anchor} if self.work.anchor else {}
        address = {ending: {"page_id": self.page_id, "ending": ending} | part for ending in FORMATS}
        formats = [(FORMATS[ending], reverse("reference", kwargs=parts)) for ending, parts in address.items()]
        return [File(format.name, format.meaning, at) for format, at in formats]


def references(page, contact) -> list[Reference]:
    """The works of a page in the active language.

    None while the institute has no name: it is the author or the publisher of what has no other.
    """
    return [reference(work, page, contact) for work in page.citable_works()] if contact.name else []


def reference(work: Work, page, contact) -> Reference:
    address = page.permanent_address(work.anchor)
    return Reference(work, csl_item(work, page.pk, contact, address), address, page.pk)
