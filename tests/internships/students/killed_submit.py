"""A process of its own that sends a form, whose page is its input; the test kills it half-way.

With an argument it does everything, and sleeps before it answers.
"""

import sys
import time

import django

django.setup()

from bs4 import BeautifulSoup  # noqa: E402 (Django has to be ready first)
from django.conf import settings  # noqa: E402 (as above)

from internships.students.views import drafts  # noqa: E402 (as above)
from tests.internships.forms import post  # noqa: E402 (as above)

settings.ALLOWED_HOSTS = ["testserver"]
if len(sys.argv) > 1:
    drafts.HttpResponseRedirect = lambda *_arguments, **_options: time.sleep(60)
post(soup=BeautifulSoup(sys.stdin.read(), "html.parser"))
