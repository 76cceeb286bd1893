"""Making pictures smaller takes a second for each size and format: the background worker does it."""

import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from wagtail.images.models import SourceImageIOError

from migs_site.images.models import SiteImage
from migs_site.images.pictures import specs
from migs_site.media_storage.failures import StoreAway

logger = logging.getLogger(__name__)


@app.task(retry=RetryStrategy(max_attempts=50, linear_wait=60))  # the last after a day: a store may be away for hours
def make_renditions(image_id: int, shape: str) -> None:
    """Make what is missing of a picture for one place, one after the other; a second run makes nothing."""
    image = SiteImage.objects.filter(pk=image_id).first()
    try:
        for spec in specs(shape) if image else []:
            image.get_rendition(spec)
    except SourceImageIOError as error:
        if isinstance(error.__cause__, StoreAway):
            raise
        logger.exception("The file of a picture cannot be read, so its sizes cannot be made.")
