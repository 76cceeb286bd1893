"""Wagtail's index of what refers to what, kept up to date without reading a page again for each of its rows."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled


@contextmanager
def indexed_once(page: Page) -> Iterator[None]:
    """Saves a page and its rows. Wagtail reads the whole page for the index after each row that it stores, which for a
    list of five hundred takes minutes; here it is read once, at the end."""
    if getattr(reference_index_auto_update_disabled, "value", False):
        yield
    else:
        with disable_reference_index_auto_update():
            yield
    with transaction.atomic():
        ReferenceIndex.create_or_update_for_object(page)
