"""gunicorn's own lines, of its processes and of requests, written as those of the site (deploy/gunicorn.conf.py)."""

import os

from gunicorn.glogging import Logger

from migs_site.monitoring.logs import AS_TEXT, Json, Private


class SiteLogger(Logger):
    def setup(self, cfg) -> None:
        """Django is not set up in the first process, so the setting is read as it is."""
        super().setup(cfg)
        is_json = os.environ.get("LOG_FORMAT", "json") == "json"
        form = Json() if is_json else Private(**AS_TEXT)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(form)
