"""Documents for everybody are what their names say, wherever staff upload or replace them."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Collection

from tests.editing import signed_in
from tests.factories.accounts import superuser
from tests.internships import samples

pytestmark = pytest.mark.django_db

MISNAMED = "The name “Report.pdf” does not say what kind of file this is."
WRONG = {
    "page": (b"<!doctype html><script>alert(1)</script>", "“Report.pdf” is a web page."),
    "program": (b"MZ\x90\x00" + b"\x00" * 3000, "“Report.pdf” is not a PDF, DOCX or ODT document."),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "“Report.pdf” is an image."),
    "cut off": (samples.pdf()[:-60], "“Report.pdf” is damaged or incomplete."),
    "a page before a PDF": (b"<html><body>" + samples.pdf(), "“Report.pdf” is two types of file in one."),
    "a PDF before a page": (samples.pdf() + b"<script>alert(1)</script>", "“Report.pdf” is two types of file in one."),
    "a header alone": (b"%PDF-1.7\n", "“Report.pdf” is damaged or incomplete."),
    "Word": (samples.docx(), MISNAMED),
}


@pytest.fixture
def staff():
    return signed_in(superuser())


def upload(content: bytes, name: str = "Report.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def stored() -> bytes:
    return Path(Document.objects.get().file.path).read_bytes()


def single(staff, file) -> str:
    form = {"title": "Report", "file": file, "collection": Collection.get_first_root_node().pk}
    return staff.post(reverse("wagtaildocs:add"), form).content.decode()


def many(staff, file) -> str:
    answer = staff.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": "Report", "files[]": file},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    return json.loads(answer.content).get("error_message", "")


@pytest.mark.parametrize("way", [single, many])
@pytest.mark.parametrize("kind", WRONG)
def test_what_is_no_pdf_is_refused_in_a_sentence(staff, way, kind):
    content, sentence = WRONG[kind]

    assert sentence in way(staff, upload(content))
    assert Document.objects.count() == 0


@pytest.mark.parametrize("way", [single, many])
@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (WRONG["page"][0], "Report.pdf", "“Report.pdf” is a web page. Print it as PDF and attach the new file."),
        (b"", "Report.pdf", "The submitted file is empty."),
        (samples.pdf(), "Report.exe", "File extension “exe” is not allowed. Allowed extensions are: pdf."),
        (
            samples.pdf_encrypted(),
            "Report.html",
            "File extension “html” is not allowed. Allowed extensions are: pdf.",
        ),
    ],
)
def test_one_reason_is_given_and_it_is_true(staff, way, content, name, reason):
    answer = way(staff, upload(content, name))

    said = BeautifulSoup(answer, "html.parser").select(".error-message") if way is single else [answer]
    assert [getattr(each, "text", each).strip() for each in said] == [reason]


@pytest.mark.parametrize("kind", ["page", "Word"])
def test_the_chooser_refuses_it_too(staff, kind):
    content, sentence = WRONG[kind]
    form = {"document-chooser-upload-title": "Report", "document-chooser-upload-file": upload(content)}

    answer = staff.post(reverse("wagtaildocs_chooser:create"), form)

    assert sentence in json.loads(answer.content)["htmlFragment"]
    assert Document.objects.count() == 0


def test_a_document_is_not_replaced_by_something_else(staff):
    document = Document.objects.create(title="Report", file=upload(samples.pdf()))
    form = {"title": "Report", "file": upload(WRONG["page"][0]), "collection": document.collection_id}

    answer = staff.post(reverse("wagtaildocs:edit", args=[document.pk]), form)

    assert WRONG["page"][1] in answer.content.decode()
    assert stored() == samples.pdf()


@pytest.mark.parametrize("way", [single, many])
@pytest.mark.parametrize("name", ["Report.pdf", "Rapport é.PDF"])
def test_a_whole_pdf_is_taken_and_kept_as_it_was(staff, way, name):
    way(staff, upload(samples.pdf(), name))

    assert stored() == samples.pdf()


@pytest.mark.parametrize("content", [samples.pdf("<body>"), samples.pdf_encrypted()])
def test_a_report_may_speak_of_tags_and_be_locked_against_changes(staff, content):
    single(staff, upload(content))

    assert stored() == content


def test_editing_the_title_alone_needs_no_file(staff):
    document = Document.objects.create(title="Report", file=upload(samples.pdf()))

    staff.post(
        reverse("wagtaildocs:edit", args=[document.pk]), {"title": "Later", "collection": document.collection_id}
    )

    assert Document.objects.get().title == "Later"
