"""What gunicorn serves."""

import os
import re

from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "migs_site.settings")

CHARSET = re.compile(r";\s*charset\b[^;]*", re.IGNORECASE)

site = get_wsgi_application()


def application(environ, start_response):
    """The site, which always begins at “/”; and whose name every request must say that speaks HTTP/1.1 (RFC 9112, 3.2).

    A server that reads SCRIPT_NAME from a header would let a visitor put any address before those of the site. And all
    is UTF-8 here, as in every browser: in whatever else a request says to be written Django would read its address too,
    so that one visitor made the page that others get who ask the same, or fail.
    """
    environ["CONTENT_TYPE"] = CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
    environ["PATH_INFO"] = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    environ["SCRIPT_NAME"] = ""
    if environ.get("SERVER_PROTOCOL") == "HTTP/1.1":
        environ.setdefault("HTTP_HOST", "")
    answer = site(environ, start_response)
    connections.close_all()  # back to the pool: whoever reads a long answer slowly holds none meanwhile
    return answer
