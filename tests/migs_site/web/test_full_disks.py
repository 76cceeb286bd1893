"""A disk that takes nothing more: staff are told, nothing is half there, and pages go on."""

import errno
import os
import tempfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from migs_site.images.models import SiteImage
from tests.factories import accounts
from tests.factories.images import image, photograph_file, picture_file
from tests.migs_site.images.test_pictures import shown
from tests.migs_site.web.test_errors import sections, words

pytestmark = pytest.mark.django_db
FULL = OSError(errno.ENOSPC, "No space left on device")
SENT = [
    "We could not save what you just sent, but your browser still has it.",
    "Leave this page open and reload it in a few minutes. When your browser asks whether to send the form again, say "
    "yes.",
]


class HalfWritten(ContentFile):
    """The disk is full after the first part of it."""

    def chunks(self, chunk_size=None):
        yield b"half"
        raise FULL


def refuse(*arguments, **options):
    raise FULL


def files() -> list[str]:
    return sorted(path.name for path in Path(default_storage.location).rglob("*") if path.is_file())


@pytest.fixture
def staff(client):
    client.raise_request_exception = False
    client.force_login(accounts.superuser())
    return client


def test_half_a_file_does_not_stay():
    before = files()

    with pytest.raises(OSError, match="No space left"):
        default_storage.save("reports/half.pdf", HalfWritten(b"half of it"))

    assert files() == before


def test_two_of_one_name_at_the_same_moment_are_two_files_with_the_rights_that_the_web_server_needs():
    names = [default_storage._save("two/same.pdf", ContentFile(content)) for content in (b"one", b"two")]

    stored = [Path(default_storage.path(name)) for name in names]
    assert (names[0], [path.read_bytes() for path in stored]) == ("two/same.pdf", [b"one", b"two"])
    assert {oct(path.stat().st_mode & 0o777) for path in stored} == {"0o644"}


def test_a_picture_for_which_there_is_no_room_is_told_to_staff_in_both_languages(staff, monkeypatch):
    before = files()
    monkeypatch.setattr(os, "link", refuse)
    form = {"title": "Picture", "alt_en": "Grey", "alt_fr": "Gris", "file": picture_file()}

    response = staff.post(reverse("wagtailimages:add"), form)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "120")
    assert sections(response.text) == ["en", "fr"]
    assert words(response.text, "p")[2:4] == SENT
    assert (SiteImage.objects.count(), files()) == (0, before)


def test_a_file_that_finds_no_room_while_it_arrives_leaves_nothing_and_is_read_to_its_end(
    staff, settings, tmp_path, monkeypatch
):
    settings.FILE_UPLOAD_TEMP_DIR, settings.FILE_UPLOAD_MAX_MEMORY_SIZE = str(tmp_path), 1
    monkeypatch.setattr(tempfile._TemporaryFileWrapper, "write", refuse, raising=False)

    response = staff.post(reverse("wagtailimages:add"), {"title": "Picture", "file": picture_file()})

    assert (response.status_code, words(response.text, "p")[2:4]) == (503, SENT)
    assert list(tmp_path.iterdir()) == []
    assert response.wsgi_request.read() == b""


def test_a_page_whose_picture_finds_no_room_is_shown_without_it_and_later_with_it(monkeypatch):
    picture = image(file=photograph_file((1000, 1250)))

    with monkeypatch.context() as full:
        full.setattr(os, "link", refuse)
        without = shown(picture).img

    assert (without, shown(picture).img["alt"]) == (None, "A grey field")
