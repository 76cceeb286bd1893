"""What the worker does for the object store."""

import logging
from importlib import import_module

from django.conf import settings
from procrastinate.contrib.django import app

from migs_site.media_storage.failures import StoreAway

logger = logging.getLogger(__name__)


@app.periodic(cron="41 4 * * *")
@app.task(queueing_lock="tidy_store", lock="tidy_store", pass_context=False)
def tidy_store(timestamp: int) -> None:
    """Every night; ``timestamp`` is when this run was due. A store that is away is tidied the next."""
    if settings.MEDIA_STORAGE_URL:
        tidying = import_module("migs_site.media_storage.tidying")  # the client of S3 is large
        try:
            logger.info("Deleted %s files of the object store that no row named.", tidying.tidy())
        except StoreAway as error:
            logger.warning("The object store was not tidied. %s", error)
