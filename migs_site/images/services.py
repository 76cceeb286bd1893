"""What a page can show of a picture at once."""

from django.core.cache import cache
from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued
from wagtail.images.models import Filter
from wagtail.images.shortcuts import get_rendition_or_not_found

from migs_site.images.models import SiteImage, SiteRendition
from migs_site.images.pictures import specs
from migs_site.images.tasks import make_renditions

ASK_AGAIN_AFTER = 3600  # seconds; a picture that cannot be made must not be tried at every visit


def ready_renditions(*, image: SiteImage, shape: str) -> list[SiteRendition]:
    """Every rendition of a picture for one place, the largest JPEG first; that one alone until all are made.

    A visitor waits for one at most: it is made here where it is missing, and the rest is left to the worker.
    """
    filters = [Filter(spec=spec) for spec in specs(shape)]
    found = image.find_existing_renditions(*filters)
    if len(found) == len(filters):
        return [found[filter] for filter in filters]
    base = found.get(filters[0]) or get_rendition_or_not_found(image, filters[0])
    if base.pk:  # otherwise the file is gone, and there is nothing to make
        queue_the_rest(image, shape)
    return [base]


def queue_the_rest(image: SiteImage, shape: str) -> None:
    lock = f"renditions-{image.pk}-{shape}"
    if not cache.add(lock, True, ASK_AGAIN_AFTER):
        return
    try:
        with transaction.atomic():
            make_renditions.configure(queueing_lock=lock).defer(image_id=image.pk, shape=shape)
    except AlreadyEnqueued:
        pass
