"""Everybody on the site, to be found by a name that is the same or nearly so."""

from functools import cached_property

from migs_site.base.primary_pages import primary
from people.models import PersonPage
from people.similar_names import NameIndex, NameMatch, NameRecord


class PeopleDirectory:
    """The names of everybody, read in one query when first needed; the token of a match is the person's number."""

    @cached_property
    def pages(self) -> list[PersonPage]:
        """Every person's English page, with those that were merged into another."""
        pages = PersonPage.objects.filter(primary())
        return list(pages.only("title", "given_names", "surname", "live", "merged_into_id"))

    @cached_property
    def people(self) -> dict[int, PersonPage]:
        return {page.pk: page for page in self.pages if not page.merged_into_id}

    @cached_property
    def names(self) -> NameIndex:
        """All names; that of a merged page is another name of the person whom it was merged into."""
        owners = [(self.people.get(page.merged_into_id or page.pk), page) for page in self.pages]
        return NameIndex(
            NameRecord(str(owner.pk), owner.title, page.given_names, page.surname) for owner, page in owners if owner
        )

    def find_similar(self, given_names: str, surname: str) -> list[NameMatch]:
        return self.names.find_similar(NameRecord("", "", given_names, surname))
