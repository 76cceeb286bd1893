"""Addresses of the table of progress."""

from django import template

from recommendations.models import Addressee
from recommendations.progress_table.page import ProgressPage

register = template.Library()


@register.filter
def list_of(progress: ProgressPage | None, addressee: Addressee) -> str:
    """The address of all that is recommended to an addressee; nothing where no progress page is on the site."""
    return progress.address(None, "addressee", slug=addressee.slug) if progress else ""
