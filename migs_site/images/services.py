"""What a page can show of a picture at once."""

import logging

from django.conf import settings
from django.core.cache import cache
from wagtail.images.models import Filter
from wagtail.images.shortcuts import get_rendition_or_not_found

from migs_site.database_functions import call
from migs_site.full_disks import lacks_room
from migs_site.images.models import SiteImage, SiteRendition
from migs_site.images.pictures import specs
from migs_site.serving import PUBLIC

logger = logging.getLogger(__name__)

ASK_AGAIN_AFTER = 3600  # seconds; a picture that cannot be made must not be tried at every visit


def ready_renditions(*, image: SiteImage, shape: str) -> list[SiteRendition]:
    """Every rendition of a picture for one place, the largest JPEG first; that one alone until all are made.

    A visitor waits for one at most: it is made here where it is missing, and the rest is left to the worker. The public
    process makes none, so that whoever steals it cannot put a picture of theirs on a page: none is there until the
    worker has made it, a second later. Nor does any process where files lie in an object store: no page waits for that.
    """
    filters = [Filter(spec=spec) for spec in specs(shape)]
    found = image.find_existing_renditions(*filters)
    if len(found) == len(filters):
        return [found[filter] for filter in filters]
    base = found.get(filters[0])
    if not base and settings.SERVES != PUBLIC and not settings.MEDIA_STORAGE_URL:
        base = made_now(image, filters[0])
    if not base or base.pk:  # otherwise the file is gone, and there is nothing to make
        queue_the_rest(image, shape)
    return [base] if base else []


def made_now(image: SiteImage, filter: Filter) -> SiteRendition | None:
    """None where the disk has no room for it: the page is shown without the picture."""
    try:
        return get_rendition_or_not_found(image, filter)
    except OSError as error:
        if not lacks_room(error):
            raise
        logger.exception("There was no room for a picture.")
        return None


def queue_the_rest(image: SiteImage, shape: str) -> None:
    """Once an hour, and only where it has not been asked for already (migration 3)."""
    if cache.add(f"renditions-{image.pk}-{shape}", True, ASK_AGAIN_AFTER):
        call("images_want_renditions", image.pk, shape)
