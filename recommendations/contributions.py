"""What a person contributed: the books they wrote, and the recommendations that they stand behind."""

from django.db import models
from django.db.models import Q
from wagtail import hooks
from wagtail.models import Page

from migs_site.base.primary_pages import of_primary
from migs_site.base.versions import narrow
from people.models import PersonPage
from recommendations.models import Authorship, Backing, BookPage, RecommendationSetPage


@hooks.register("person_page_context")
def show_contributions(person: PersonPage) -> dict:
    books, sets = contributions(person) if person.pk else ([], [])
    return {"books": books, "sets": sets}


def contributions(person: PersonPage) -> tuple[list[BookPage], list[RecommendationSetPage]]:
    """The live books a person wrote, and the sets they stand behind: those of these books, and those their groups
    stood behind while they served. In two queries, the books with their first editions."""
    written = Authorship.objects.filter(person__translation_key=person.translation_key)
    of_books = Q(source__authorships__person__translation_key=person.translation_key)
    of_groups = Q(pk__in=Backing.objects.by(person).values("set"))
    sets = RecommendationSetPage.objects.filter(of_books | of_groups)
    books = in_language_of(person, BookPage.objects.linked(), written.values("book__translation_key"))
    supported = narrow(RecommendationSetPage.objects.all(), "launched_on")
    return books, in_language_of(person, supported, sets.values("translation_key"))


def in_language_of(page: Page, pages: models.QuerySet, keys: models.QuerySet) -> list[Page]:
    """The live pages with these translation keys, each in the language of a page where it exists in it."""
    found = {}
    for each in pages.live().filter(translation_key__in=keys).order_by(of_primary("path"), "path"):
        if each.locale_id == page.locale_id or each.translation_key not in found:
            found[each.translation_key] = each
    return list(found.values())
