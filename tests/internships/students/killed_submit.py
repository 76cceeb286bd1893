"""What a process of its own does that sends a form; the test kills it half-way."""

import tempfile
import time
from pathlib import Path

from bs4 import BeautifulSoup
from django.conf import settings

from internships.students.views import drafts
from tests.internships.forms import post


def submit(page: str, folder: Path, *, sleeps: bool = False) -> None:
    """Send the form of this page. folder: for what is put down meanwhile. sleeps: do everything, and never answer."""
    tempfile.tempdir = str(folder)
    settings.ALLOWED_HOSTS = ["testserver"]
    if sleeps:
        drafts.HttpResponseRedirect = lambda *_arguments, **_options: time.sleep(60)
    post(soup=BeautifulSoup(page, "html.parser"))


def submit_and_sleep(page: str, folder: Path) -> None:
    submit(page, folder, sleeps=True)
