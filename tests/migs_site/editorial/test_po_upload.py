"""Uploading a translation as a PO file: what is none is refused in a sentence."""

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail_localize.models import Translation

from tests.factories.pages import standard_page, translate

pytestmark = pytest.mark.django_db

REFUSED = "Choose a PO file that was downloaded from this page."
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
BAD = {
    "none": None,
    "empty": b"",
    "the name of a file": b"/etc/passwd",
    "binary": b"\xff\xfe\x00\x01\n",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "no translation of ours": HEADER.encode(),
    "broken": b'msgid "a\nmsgstr\n',
    "only an end": b"\n",
}


def upload(staff, content: bytes | None) -> list[str]:
    page = standard_page()
    translate(page)
    translation = Translation.objects.get(source__object_id=page.translation_key)
    files = {} if content is None else {"file": SimpleUploadedFile("fr.po", content)}
    response = staff.post(f"/admin/localize/translate/{translation.pk}/pofile/upload/", files)
    assert response.status_code == 302
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_what_is_no_translation_is_refused(staff, content):
    assert upload(staff, content) == [REFUSED]


def test_a_translation_is_taken(staff):
    page = standard_page()
    translate(page)
    translation = Translation.objects.get(source__object_id=page.translation_key)
    po = staff.get(reverse("wagtail_localize:download_pofile", args=[translation.pk])).content

    address = f"/admin/localize/translate/{translation.pk}/pofile/upload/"
    response = staff.post(address, {"file": SimpleUploadedFile("fr.po", po)})

    assert [str(message) for message in get_messages(response.wsgi_request)] != [REFUSED]
    assert response.status_code == 302
