"""Static files for tests: no files are collected, yet a name that does not exist fails as it would on the site."""

from functools import cache
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


@cache
def is_known(name: str) -> bool:
    return finders.find(name) is not None


class KnownStaticFilesStorage(StaticFilesStorage):
    def url(self, name: str) -> str:
        if not is_known(urlsplit(name).path):
            raise ValueError(f"There is no static file “{name}”.")
        return super().url(name)
