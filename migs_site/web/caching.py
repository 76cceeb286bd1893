"""What all processes of the site remember together: where it begins, its languages, sizes of pictures.

In files, because a cache in the database would add a query to every page, and one for each process alone showed the old
menu for up to an hour in all the others. docs/decisions/0014 says more.
"""

import logging
import pickle
import zlib

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache
from django.db import transaction
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY

from migs_site.base.content_version import current_version

logger = logging.getLogger(__name__)

UNREADABLE = (OSError, EOFError, ValueError, pickle.UnpicklingError, zlib.error)


class Careful:
    """A cache that a transaction and a full disk do no harm.

    Nothing is remembered from inside a transaction, which nobody else sees yet and which may be taken back; and what a
    transaction forgets is forgotten again at its end, because another process may have read the old state meanwhile.
    """

    def make_key(self, key, version=None):
        """Where the site begins is remembered by the version of the content: plain SQL, too, may change it."""
        by_version = key == SITE_ROOT_PATHS_CACHE_KEY and current_version()
        return super().make_key(f"{key}:{by_version.token}" if by_version else key, version)

    longest = 60  # seconds; whatever is asked for, nothing that went wrong lasts longer

    def get(self, key, default=None, version=None):
        try:
            return super().get(key, default, version)
        except UNREADABLE:  # cut off by a power failure, say
            return default

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        if transaction.get_connection().in_atomic_block:
            return
        try:
            super().set(key, value, timeout, version)
        except OSError:  # the page is shown all the same
            logger.warning("Nothing can be remembered.", exc_info=True)

    def delete(self, key, version=None):
        deleted = super().delete(key, version)
        if transaction.get_connection().in_atomic_block:
            transaction.on_commit(lambda: super(Careful, self).delete(key, version))
        return deleted

    def get_backend_timeout(self, timeout=DEFAULT_TIMEOUT):
        seconds = self.default_timeout if timeout == DEFAULT_TIMEOUT else timeout
        return super().get_backend_timeout(self.longest if seconds is None else min(seconds, self.longest))


class SharedCache(Careful, FileBasedCache):
    """In files, for processes that trust one another: what is in them are Python objects, which can be programs."""


class OwnCache(Careful, LocMemCache):
    """In the memory of one process: of the public one, from which the others must not read."""
