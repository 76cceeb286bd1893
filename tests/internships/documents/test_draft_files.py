"""Good files of a form with a mistake are kept for a day, for that form alone."""

import datetime

import pytest
from django.utils import timezone

from internships.models import Application, ApplicationFile
from tests.factories import internships
from tests.internships import samples
from tests.internships.forms import (
    CV,
    LETTER,
    SAMPLE,
    errors,
    everything_stored,
    fetch,
    send,
    shown,
    upload,
    words,
)

pytestmark = pytest.mark.django_db


def test_good_files_survive_a_mistake_and_need_not_be_sent_again():
    internships.offer()

    first = send(name="")
    second = send(soup=shown(first), cv=None, writing_sample=None, cover_letter=None)

    drafts = [words(tag) for tag in shown(first).select(".held")]
    assert drafts == [
        f"mon cv.pdf PDF, {len(CV)}\xa0bytes. Uploaded and saved.",
        f"sample.docx DOCX, {len(SAMPLE)}\xa0bytes. Uploaded and saved.",
        f"letter.odt ODT, {len(LETTER)}\xa0bytes. Uploaded and saved.",
    ]
    assert (second.status_code, everything_stored()) == (303, (1, 3, 1))
    assert ApplicationFile.objects.count() == 3


def test_a_file_is_said_to_be_needed_unless_it_is_here():
    internships.offer()

    def needed(soup) -> dict[str, str | None]:
        return {field["name"]: field.get("aria-required") for field in soup.select("input[type=file]")}

    assert needed(fetch()) == dict.fromkeys(("cv", "writing_sample", "cover_letter"), "true")
    assert needed(shown(send(name="", cv=None))) == {"cv": "true", "writing_sample": None, "cover_letter": None}


def test_a_draft_can_be_replaced():
    internships.offer()

    first = send(name="")
    send(soup=shown(first), cv=upload(samples.pdf("Newer"), "new.pdf"), writing_sample=None, cover_letter=None)

    assert Application.objects.get().files.get(kind="cv").original_name == "new.pdf"


def test_a_bad_replacement_leaves_the_draft_in_place():
    internships.offer()

    first = send(name="")
    second = send(soup=shown(first), cv=upload(b"x", "bad.pdf"), writing_sample=None, cover_letter=None)
    third = send(soup=shown(second), cv=None, writing_sample=None, cover_letter=None)

    assert errors(second) == {
        "cv": "“bad.pdf” is not a PDF, DOCX or ODT document. Save it as PDF and attach the new file."
    }
    assert (third.status_code, everything_stored()) == (303, (1, 3, 1))


def with_other_key(soup):
    soup.select_one("[name=key]")["value"] = "another-key-that-could-be-ours"


def with_other_kind(soup):
    soup.select_one("[name=held_cv]")["value"] = soup.select_one("[name=held_cover_letter]")["value"]


def with_bare_number(soup):
    soup.select_one("[name=held_cv]")["value"] = str(ApplicationFile.objects.get(kind="cv").pk)


def with_rubbish(soup):
    soup.select_one("[name=held_cv]")["value"] = "\0" * 100


def a_day_later(soup):
    ApplicationFile.objects.filter(kind="cv").update(uploaded_at=timezone.now() - datetime.timedelta(hours=24))


def after_another_application(soup):
    ApplicationFile.objects.filter(kind="cv").update(application=internships.draft())


TURNS = [with_other_key, with_other_kind, with_bare_number, with_rubbish, a_day_later, after_another_application]


@pytest.mark.parametrize("turn", TURNS)
def test_a_draft_that_is_not_ours_to_use_is_asked_for_again(turn):
    internships.offer()
    soup = shown(send(name=""))
    turn(soup)

    response = send(soup=soup, cv=None, writing_sample=upload(SAMPLE, "s.docx"), cover_letter=upload(LETTER, "l.odt"))

    assert errors(response) == {"cv": "Attach your CV."}
    assert everything_stored()[1] == (1 if turn is after_another_application else 0)
