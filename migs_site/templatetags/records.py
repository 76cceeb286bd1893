"""What stands on one record because another names it."""

from django import template

from people.models import GroupPage, PersonPage
from recommendations.models import Addressee, BookPage, ProgressPage, RecommendationSetPage
from recommendations.models.backing import groups_behind, stood_behind

register = template.Library()


@register.simple_tag
def works_of(person: PersonPage) -> tuple[list[BookPage], list[RecommendationSetPage]]:
    """The books and the sets of recommendations that a person stands behind; none of one who is not stored."""
    return stood_behind(person) if person.pk else ([], [])


@register.simple_tag
def backers(set_page: RecommendationSetPage) -> list[GroupPage]:
    """The groups that stood behind a set; none of one that is not stored."""
    return groups_behind(set_page) if set_page.pk else []


@register.simple_tag
def progress_page(page) -> ProgressPage | None:
    """The live page of progress in the language of a page, which has a list for each addressee."""
    return ProgressPage.objects.live().filter(locale=page.locale_id).order_by("path").first() if page.pk else None


@register.filter
def list_of(progress: ProgressPage | None, addressee: Addressee) -> str:
    """The address of all that is recommended to an addressee; nothing where no progress page is on the site."""
    return progress.address(None, "addressee", slug=addressee.slug) if progress else ""
