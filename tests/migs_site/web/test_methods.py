"""What is sent to an address that takes no form is answered as HTTP has it, with our own page."""

import re

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document

from tests.factories import donations, pages, people
from tests.factories.internships import offer

pytestmark = pytest.mark.django_db


def ask(method: str, address: str) -> tuple[int, str | None, list[str]]:
    response = Client(enforce_csrf_checks=True).generic(method, address, b"a=b", "application/x-www-form-urlencoded")
    return response.status_code, response.get("Allow"), re.findall(r"<h1[^>]*>(.*?)</h1>", response.text)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_pages_and_files_can_only_be_read(method):
    pages.contact_details()
    page, person = pages.standard_page(), people.person_page()
    document = Document.objects.create(title="Report", file=ContentFile(b"%PDF-1.7", name="Report.pdf"))
    donations.donation_target(slug="gift")
    addresses = [
        page.url, "/", "/en/", "/robots.txt", "/sitemap.xml", f"/id/{page.pk}", f"/id/{person.pk}.vcf",
        "/wordmark/en.svg",
        document.url, "/Donate.html", "/en/give/gift/", "/en/nothing/", "/styleguide/", f"/cards/{page.pk}-x.png",
    ]  # fmt: skip

    answers = {address: ask(method, address) for address in addresses}

    expected = (405, "GET, HEAD", ["This page cannot receive a form"])
    assert {address: answer for address, answer in answers.items() if answer != expected} == {}


def test_it_is_said_in_the_language_of_the_address():
    french = pages.translate(pages.standard_page())

    assert ask("POST", french.url)[2] == ["Cette page ne peut pas recevoir de formulaire"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE"])
def test_the_form_takes_only_what_a_form_sends(method):
    offer()

    answer = ask(method, "/en/apply/")

    assert answer == (405, "GET, HEAD, POST", ["This page cannot receive a form"])


def test_forms_are_still_taken(staff):
    offer()

    assert Client().post("/en/apply/", {"name": ""}).status_code == 303
    assert Client().post("/admin/login/", {"username": "x"}).status_code == 200


def test_a_document_names_no_encoding_that_there_is_not(client):
    document = Document.objects.create(title="Report", file=ContentFile(b"%PDF-1.7", name="Report.pdf"))

    response = client.get(document.url, headers={"Accept-Encoding": "gzip"})

    assert response.status_code == 200
    assert (response.get("Content-Encoding"), b"".join(response)) == (None, b"%PDF-1.7")
