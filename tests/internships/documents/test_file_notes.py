"""What is worth knowing of a file that was accepted: told to staff, and to applicants where they can do something."""

import pytest
from bs4 import BeautifulSoup
from django.db.models import F
from django.test import Client
from django.urls import reverse

from internships.documents.files import FOR_APPLICANTS, files_with_notes
from internships.models import Application
from migs_site.base.documents import process
from tests.documents import honest_pdf, pdf
from tests.editing import signed_in
from tests.factories import accounts, internships
from tests.internships import samples
from tests.internships.forms import errors, fetch, place_of, send, shown, upload, words

pytestmark = pytest.mark.django_db

SCAN = honest_pdf.scan(pages=3)
PICTURES = "Pictures of pages, without text that can be searched or read aloud."
TWICE = "The same file was attached in another place."
BEHIND = "Something follows the end of the document."


def received(**files) -> tuple[dict[str, str], dict[str, str]]:
    """What the applicant reads on the page after sending, and what staff read, of each file."""
    internships.offer()
    after = shown(send(**files))
    application = Application.objects.get()
    staff = signed_in(accounts.user("coordinator@example.org", groups=["Internship coordinators"]))
    inspected = staff.get(reverse("applications:inspect", args=[application.pk]))
    links = BeautifulSoup(inspected.content, "html.parser").select(".application__files li")
    applicant = {words(term): words(term.find_next("dd")) for term in after.select("[aria-labelledby=files] dt")}
    return applicant, {words(item.strong): words(item) for item in links}


def test_pictures_of_pages_are_mentioned_to_both():
    applicant, staff = received(cv=upload(SCAN, "scan.pdf"))

    assert applicant["CV"].endswith(f"{PICTURES} Replace this file: CV")
    assert "3 pages" in staff["CV"]
    assert staff["CV"].endswith(f"Sent as scan.pdf {PICTURES}")
    assert PICTURES not in applicant["Writing sample"] + staff["Writing sample"]


def test_one_file_in_two_places_is_mentioned_to_both():
    applicant, staff = received(cv=upload(samples.pdf(), "a.pdf"), cover_letter=upload(samples.pdf(), "b.pdf"))

    assert [name for name, said in applicant.items() if TWICE in said] == ["CV", "Cover letter"]
    assert [name for name, said in staff.items() if TWICE in said] == ["CV", "Cover letter"]


def test_what_applicants_can_do_nothing_about_is_for_staff():
    applicant, staff = received(cv=upload(pdf.letter() + b"\n@PJL EOJ", "cv.pdf"))

    assert (BEHIND in staff["CV"], BEHIND in applicant["CV"]) == (True, False)


def test_applicants_are_told_of_malware_alone_and_staff_of_all_that_the_scan_says():
    internships.offer()
    send()
    application = Application.objects.get()
    states = {"cv": "quarantined", "writing_sample": "waiting", "cover_letter": "could_not_scan"}
    for kind, state in states.items():
        application.files.filter(kind=kind).update(
            scan_state=state,
            scanned_at=F("uploaded_at"),
            scan_detail="Win.Test" if state == "quarantined" else "no_key",
        )

    applicant = files_with_notes(application, FOR_APPLICANTS)
    staff = files_with_notes(application)

    malware = "This file could not be accepted: malware was found in it. Another has to take its place."
    assert {file.kind: notes for file, notes in applicant} == {
        "cv": [malware],
        "writing_sample": [],
        "cover_letter": [],
    }
    assert {file.kind: notes for file, notes in staff} == {
        "cv": [malware, "Found: Win.Test"],
        "writing_sample": ["It has not been scanned for malware yet, and cannot be opened before."],
        "cover_letter": ["It could not be scanned for malware, and so cannot be opened."],
    }


def test_a_note_is_kept_with_a_draft():
    internships.offer()

    first = send(name="", cv=upload(SCAN, "scan.pdf"))
    send(soup=shown(first), cv=None, writing_sample=None, cover_letter=None)

    file = Application.objects.get().files.get(kind="cv")
    assert (file.pages, file.warnings) == (3, ["image_only"])


def test_staff_set_how_many_pages_a_pdf_may_have():
    internships.offer(most_pages=2)

    assert "PDF of up to 2 pages, DOCX or ODT, up to 10 MB." in words(fetch())

    response = send(soup=fetch(), cv=upload(pdf.letter(3), "cv.pdf"), cover_letter=upload(pdf.letter(2), "letter.pdf"))

    assert errors(response) == {
        "cv": "“cv.pdf” has 3 pages. The limit is 2. Shorten it and attach the new file.",
    }


def test_while_others_are_looked_at_nothing_of_the_form_is_lost(monkeypatch):
    internships.offer()
    monkeypatch.setattr(process, "LONGEST_WAIT", 0.05)
    monkeypatch.setattr(process, "ANSWERS", {})

    with process.TURN:
        first = send(cover_letter=None)
    second = send(soup=shown(first))

    assert errors(first)["cv"].startswith("“mon cv.pdf” could not be checked yet, because many files are arriving.")
    assert shown(first).select_one("#id_programme")["value"] == "Histoire"
    assert (words(shown(second).h1), Application.objects.count()) == ("Your application", 1)


def test_in_french():
    internships.offer()
    soup = fetch()
    send(soup=soup, cv=upload(SCAN, "scan.pdf"))

    page = Client().get(place_of(soup).replace("/en/apply/", "/fr/candidature/"))

    assert "Images de pages, sans texte que l’on puisse chercher" in words(shown(page))
