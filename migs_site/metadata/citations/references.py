"""What a page shows of how to cite it: each of its works in each style, with its permanent address and its files."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language

from migs_site.base.citable_works import Work
from migs_site.metadata.citations.exports import FORMATS
from migs_site.metadata.citations.items import csl_item
from migs_site.metadata.citations.styles import SetReference, citations


class File(NamedTuple):
    name: str
    meaning: str
    address: str


class Reference:
    """A work of a page, as an item and as text. address: the permanent one."""

    def __init__(self, work: Work, item: dict, address: str, page_id: int):
        self.work, self.item, self.address, self.page_id = work, item, address, page_id

    @cached_property
    def citations(self) -> list[SetReference]:
        return citations(self.item, get_language(), self.work.title_language)

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
